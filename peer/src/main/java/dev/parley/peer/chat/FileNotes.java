package dev.parley.peer.chat;

import java.util.LinkedHashMap;
import java.util.Map;

/** File notes to and from the fields of their JSON (PROTOCOL.md section 9.2). */
final class FileNotes {
    private static final long MAX_RUN = 0xFFFF_FFFFL;

    private FileNotes() {}

    static Map<String, Object> fields(FileNote note) {
        Map<String, Object> fields = new LinkedHashMap<>();
        note.accept(new FileNote.Handler() {
            @Override
            public void onOffered(FileNote.Offered offered) {
                Offer offer = offered.offer();
                begin("offer");
                fields.put("name", offer.name().raw());
                fields.put("files", (long) offer.files());
                fields.put("bytes", offer.bytes());
                fields.put("folder", offer.folder());
            }

            @Override
            public void onAccepted(FileNote.Accepted accepted) {
                begin("accept");
                fields.put("run", accepted.run());
                fields.put("entry", (long) accepted.standing().entry());
                fields.put("from", accepted.standing().from());
                fields.put("hash", accepted.standing().hash().hex());
            }

            @Override
            public void onRejected(FileNote.Rejected rejected) {
                begin("reject");
            }

            @Override
            public void onCancelled(FileNote.Cancelled cancelled) {
                begin("cancel");
                fields.put("why", cancelled.why().word());
            }

            @Override
            public void onArrived(FileNote.Arrived arrived) {
                begin("received");
            }

            private void begin(String type) {
                fields.put("type", type);
                fields.put("offer", note.id().hex());
            }
        });
        return fields;
    }

    static boolean isType(String type) {
        return switch (type) {
            case "offer", "accept", "reject", "cancel", "received" -> true;
            default -> false;
        };
    }

    static FileNote note(StrictJson object) throws MessageException {
        TransferId id = new TransferId(hex(object, "offer", TransferId.BYTES));
        return switch (object.text("type")) {
            case "offer" -> new FileNote.Offered(offer(id, object));
            case "accept" -> new FileNote.Accepted(id, number(object, "run", 1, MAX_RUN), standing(object));
            case "reject" -> new FileNote.Rejected(id);
            case "cancel" -> new FileNote.Cancelled(id, FileProblem.of(object.text("why")));
            case "received" -> new FileNote.Arrived(id);
            default -> throw new MessageException("unknown type");
        };
    }

    private static Offer offer(TransferId id, StrictJson object) throws MessageException {
        String name = object.text("name");
        boolean folder = object.flag("folder");
        long files = number(object, "files", 1, Offer.MAX_FILES);
        long bytes = number(object, "bytes", 0, Offer.MAX_BYTES);
        if (!Offer.isPossible(name, files, bytes, folder)) {
            throw new MessageException("no such offer");
        }
        return new Offer(id, Untrusted.of(name), (int) files, bytes, folder);
    }

    private static Standing standing(StrictJson object) throws MessageException {
        int entry = (int) number(object, "entry", 0, Offer.MAX_FILES - 1);
        long from = number(object, "from", 0, Offer.MAX_BYTES);
        return new Standing(entry, from, new FileHash(hex(object, "hash", FileHash.BYTES)));
    }

    private static long number(StrictJson object, String name, long least, long most) throws MessageException {
        long value = object.number(name, -1);
        if (value < least || value > most) {
            throw new MessageException("number out of range");
        }
        return value;
    }

    private static String hex(StrictJson object, String name, int bytes) throws MessageException {
        String hex = object.text(name);
        if (!TransferId.isHex(hex, bytes)) {
            throw new MessageException("not hexadecimal");
        }
        return hex;
    }
}
