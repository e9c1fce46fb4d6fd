package dev.parley.peer.room;

import dev.parley.peer.chat.FileHash;
import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.Standing;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of one end, in memory: what it can send, what it has stored, and parts that a restart leaves. */
final class SimulatedDesk {
    private static final class Part {
        private final Offer offer;
        private int entry;
        private long before;
        private String path = "";
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private Part(Offer offer) {
            this.offer = offer;
        }
    }

    private static final class Reader {
        private long run;
        private byte[] bytes;
        private int at;
    }

    final Map<TransferId, Map<String, byte[]>> listings = new HashMap<>();
    final TreeMap<String, byte[]> stored = new TreeMap<>();
    final ArrayDeque<FileWork> work = new ArrayDeque<>();
    int readBytes;
    private final Map<String, Part> parts = new HashMap<>();
    private final Map<TransferId, Part> receiving = new HashMap<>();
    private final Map<TransferId, Reader> readers = new HashMap<>();
    private Optional<FileAnswer> answer = Optional.empty();

    /** Makes an offer of {@code files} by path; one with the path "" is a file and not a folder. */
    Offer list(TransferId id, String name, Map<String, byte[]> files) {
        listings.put(id, new LinkedHashMap<>(files));
        long bytes = files.values().stream().mapToLong(file -> file.length).sum();
        return new Offer(id, Untrusted.of(name), files.size(), bytes, !files.containsKey(""));
    }

    /** What a restart leaves: files and parts. */
    void restart() {
        work.clear();
        listings.clear();
        receiving.clear();
        readers.clear();
    }

    /** Carries out the next work. */
    Optional<FileAnswer> next() {
        answer = Optional.empty();
        work.remove().accept(new Worker());
        return answer;
    }

    static FileHash hash(byte[] bytes, int count) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, count);
            return FileHash.of(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private final class Worker implements FileWork.Handler {
        @Override
        public void onPrepare(FileWork.Prepare prepare) {
            Offer offer = prepare.offer();
            Part part = parts.computeIfAbsent(offer.name().raw() + offer.bytes(), key -> new Part(offer));
            receiving.put(offer.id(), part);
            byte[] there = part.bytes.toByteArray();
            Standing standing = new Standing(part.entry, there.length, hash(there, there.length));
            answer = Optional.of(new FileAnswer.Prepared(offer.id(), standing, part.before));
        }

        @Override
        public void onBegin(FileWork.Begin begin) {
            Part part = receiving.get(begin.id());
            if (part != null) {
                byte[] kept = Arrays.copyOf(part.bytes.toByteArray(), (int) begin.from());
                part.bytes = new ByteArrayOutputStream();
                part.bytes.writeBytes(kept);
                part.path = begin.path().raw();
            }
        }

        @Override
        public void onWrite(FileWork.Write write) {
            Part part = receiving.get(write.id());
            if (part != null) {
                byte[] bytes = new byte[write.bytes().remaining()];
                write.bytes().get(bytes);
                part.bytes.writeBytes(bytes);
            }
        }

        @Override
        public void onFinish(FileWork.Finish finish) {
            Part part = receiving.get(finish.id());
            if (part == null) {
                return;
            }
            byte[] whole = part.bytes.toByteArray();
            if (!hash(whole, whole.length).equals(finish.hash())) {
                forget(finish.id(), part);
                answer = Optional.of(new FileAnswer.Failed(finish.id(), FileProblem.BROKEN));
                return;
            }
            String name = part.offer.name().raw();
            stored.put(part.offer.folder() ? name + "/" + part.path : name, whole);
            part.entry++;
            part.before += whole.length;
            part.bytes = new ByteArrayOutputStream();
            if (part.entry == part.offer.files()) {
                forget(finish.id(), part);
            }
            answer = Optional.of(new FileAnswer.Stored(finish.id(), finish.entry(), Untrusted.of(name)));
        }

        private void forget(TransferId id, Part part) {
            receiving.remove(id);
            parts.values().remove(part);
        }

        @Override
        public void onAbandon(FileWork.Abandon abandon) {
            Part part = receiving.remove(abandon.id());
            if (part != null && abandon.why() == FileProblem.BROKEN) {
                parts.values().remove(part);
            }
        }

        @Override
        public void onOpen(FileWork.Open open) {
            Map<String, byte[]> listing = listings.get(open.id());
            if (listing == null) {
                answer = Optional.of(new FileAnswer.Failed(open.id(), FileProblem.UNREADABLE));
                return;
            }
            List<String> paths = List.copyOf(listing.keySet());
            Reader reader = new Reader();
            int entry = open.standing().entry();
            String path = paths.get(entry);
            reader.run = open.run();
            reader.bytes = listing.get(path);
            int from = (int) Math.min(open.standing().from(), Integer.MAX_VALUE);
            boolean same = from <= reader.bytes.length
                    && hash(reader.bytes, from).equals(open.standing().hash());
            reader.at = same ? from : 0;
            readers.put(open.id(), reader);
            long before = paths.subList(0, entry).stream()
                    .mapToLong(p -> listing.get(p).length)
                    .sum();
            answer = Optional.of(
                    new FileAnswer.Opened(open.id(), open.run(), entry, path, reader.bytes.length, reader.at, before));
        }

        @Override
        public void onRead(FileWork.Read read) {
            Reader reader = readers.get(read.id());
            if (reader == null || reader.run != read.run()) {
                return;
            }
            int count = Math.min(read.into().capacity(), reader.bytes.length - reader.at);
            ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOfRange(reader.bytes, reader.at, reader.at + count));
            reader.at += count;
            readBytes += count;
            answer = Optional.of(
                    count > 0
                            ? new FileAnswer.Read(read.id(), read.run(), bytes)
                            : new FileAnswer.Ended(read.id(), read.run(), hash(reader.bytes, reader.bytes.length)));
        }

        @Override
        public void onClose(FileWork.Close close) {
            readers.remove(close.id());
            if (close.forget()) {
                listings.remove(close.id());
            }
        }
    }
}
