package dev.parley.peer.room;

import dev.parley.peer.chat.Chunk;
import dev.parley.peer.chat.FileHash;
import dev.parley.peer.chat.FileNote;
import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.MessageException;
import dev.parley.peer.chat.MessagePart;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.Standing;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.vectors.VectorFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Drives one {@link Transfers} by the lines of a vector and writes down what it does (spec/vectors/README.md). */
final class TransferScript {
    static final TransferId ID = TransferId.of(new byte[TransferId.BYTES]);
    private static final int BODY_BYTES = 1_000;

    private final List<RoomEffect> effects = new ArrayList<>();
    private final List<byte[]> said = new ArrayList<>();
    private final Outgoing out = new Outgoing(count -> new byte[count], entry -> {
        if (entry.kind() == JournalEntry.Kind.SAID) {
            said.add(entry.bytes());
        }
    });
    private final Transfers transfers = new Transfers(out, effects::add);
    private final List<String> done = new ArrayList<>();
    private long turn;
    private long number;

    /** What happens for each line, in order: the lines {@code in} themselves, and what they cause. */
    static List<String> run(VectorFile vector) {
        TransferScript script = new TransferScript();
        for (VectorFile.Entry entry : vector.entries()) {
            if (entry.key().equals("in")) {
                script.play(entry.value());
            }
        }
        return script.done;
    }

    /** Everything so far, with what {@code line} causes. */
    List<String> play(String line) {
        done.add("in: " + line);
        input(line);
        collect();
        return done;
    }

    private void input(String line) {
        String verb = line.split(" ")[0];
        switch (verb) {
            case "person" -> person(line.substring(7), line);
            case "session" -> {
                out.startOver();
                transfers.newSession();
            }
            case "pump" -> pump();
            case "begin" ->
                transfers.takeChunk(ByteBuffer.wrap(Chunk.begin(
                        head(line),
                        (int) number(line, "entry"),
                        number(line, "size"),
                        number(line, "from"),
                        path(line))));
            case "bytes" -> transfers.takeChunk(zeros(head(line), (int) number(line, "count")));
            case "end" -> transfers.takeChunk(ByteBuffer.wrap(Chunk.end(head(line), FileHash.EMPTY)));
            case "offer" -> note(new FileNote.Offered(offer(line)));
            case "accept" -> note(new FileNote.Accepted(ID, number(line, "run"), standing(line)));
            case "reject" -> note(new FileNote.Rejected(ID));
            case "cancel" -> note(new FileNote.Cancelled(ID, problem(line)));
            case "received" -> note(new FileNote.Arrived(ID));
            default -> transfers.take(answer(verb, line));
        }
    }

    private void person(String verb, String line) {
        switch (verb.split(" ")[0]) {
            case "offer" -> transfers.offer(offer(line));
            case "accept" -> transfers.accept(ID);
            case "reject" -> transfers.reject(ID);
            case "cancel" -> transfers.cancel(ID);
            default -> throw new IllegalArgumentException(line);
        }
    }

    private FileAnswer answer(String verb, String line) {
        return switch (verb) {
            case "prepared" -> new FileAnswer.Prepared(ID, standing(line), number(line, "before"));
            case "stored" -> new FileAnswer.Stored(ID, (int) number(line, "entry"), Untrusted.of("stored"));
            case "failed" -> new FileAnswer.Failed(ID, problem(line));
            case "opened" ->
                new FileAnswer.Opened(
                        ID,
                        turn,
                        (int) number(line, "entry"),
                        path(line),
                        number(line, "size"),
                        number(line, "from"),
                        number(line, "before"));
            case "read" -> new FileAnswer.Read(ID, turn, ByteBuffer.allocate((int) number(line, "count")));
            case "ended" -> new FileAnswer.Ended(ID, turn, FileHash.EMPTY);
            default -> throw new IllegalArgumentException(line);
        };
    }

    private void note(FileNote note) {
        // Everything of ours has arrived by the time that they answer.
        while (out.nextWaiting().isPresent()) {
            out.sent(out.nextWaiting().get(), number++);
        }
        out.acknowledge(number);
        transfers.take(note);
    }

    private void pump() {
        Optional<List<ByteBuffer>> chunk = transfers.nextChunk(BODY_BYTES);
        while (chunk.isPresent()) {
            done.add("out: chunk " + describe(chunk.get()));
            collect();
            chunk = transfers.nextChunk(BODY_BYTES);
        }
    }

    /** BYTES with {@code count} zeros. */
    static ByteBuffer zeros(Chunk.Head head, int count) {
        byte[] start = Chunk.bytes(head);
        return ByteBuffer.wrap(Arrays.copyOf(start, start.length + count));
    }

    private static String describe(List<ByteBuffer> parts) {
        ByteBuffer body = ByteBuffer.allocate(
                parts.stream().mapToInt(ByteBuffer::remaining).sum());
        parts.forEach(body::put);
        body.flip();
        long run = Chunk.Head.of(body).orElseThrow().run();
        try {
            return Chunk.decode(body).accept(new Chunk.Handler<>() {
                @Override
                public String onBegin(Chunk.Begin begin) {
                    return "begin run=%d entry=%d size=%d from=%d"
                            .formatted(run, begin.entry(), begin.size(), begin.from());
                }

                @Override
                public String onBytes(Chunk.Bytes chunk) {
                    return "bytes run=%d count=%d".formatted(run, chunk.bytes().remaining());
                }

                @Override
                public String onEnd(Chunk.End end) {
                    return "end run=" + run;
                }
            });
        } catch (MessageException e) {
            throw new AssertionError(HexFormat.of().formatHex(body.array()), e);
        }
    }

    private void collect() {
        for (RoomEffect effect : effects) {
            if (effect instanceof RoomEffect.File file) {
                work(file.work());
            } else if (effect instanceof RoomEffect.Tell tell
                    && ((RoomEvent.Files) tell.event()).event() instanceof FileEvent.Offered) {
                done.add("out: ask");
            }
        }
        effects.clear();
        for (byte[] body : said) {
            try {
                say(((Message.File) MessagePart.decode(body).message()).note());
            } catch (MessageException e) {
                throw new AssertionError(e);
            }
        }
        said.clear();
    }

    private void say(FileNote note) {
        String text = switch (note.getClass().getSimpleName()) {
            case "Offered" -> "offer";
            case "Accepted" -> {
                FileNote.Accepted accepted = (FileNote.Accepted) note;
                yield "accept run=%d entry=%d from=%d"
                        .formatted(
                                accepted.run(),
                                accepted.standing().entry(),
                                accepted.standing().from());
            }
            case "Rejected" -> "reject";
            case "Cancelled" ->
                "cancel why=" + ((FileNote.Cancelled) note).why().word();
            default -> "received";
        };
        done.add("out: say " + text);
    }

    private void work(FileWork work) {
        String text = switch (work.getClass().getSimpleName()) {
            case "Begin" -> {
                FileWork.Begin begin = (FileWork.Begin) work;
                yield "begin entry=%d size=%d from=%d".formatted(begin.entry(), begin.size(), begin.from());
            }
            case "Write" -> "write count=" + ((FileWork.Write) work).bytes().remaining();
            case "Finish" -> "finish entry=" + ((FileWork.Finish) work).entry();
            case "Abandon" -> "abandon why=" + ((FileWork.Abandon) work).why().word();
            case "Open" -> {
                FileWork.Open open = (FileWork.Open) work;
                turn = open.run();
                yield "open entry=%d from=%d"
                        .formatted(open.standing().entry(), open.standing().from());
            }
            case "Close" -> ((FileWork.Close) work).forget() ? "close forget" : "close";
            default -> work.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
        done.add("out: work " + text);
    }

    private static Offer offer(String line) {
        return new Offer(
                ID, Untrusted.of("name"), (int) number(line, "files"), number(line, "bytes"), line.endsWith(" folder"));
    }

    private static Standing standing(String line) {
        return new Standing((int) number(line, "entry"), number(line, "from"), FileHash.EMPTY);
    }

    private static Chunk.Head head(String line) {
        return new Chunk.Head(ID, number(line, "run"));
    }

    private static FileProblem problem(String line) {
        return Arrays.stream(FileProblem.values())
                .filter(problem -> problem.word().equals(value(line, "why")))
                .findFirst()
                .orElseThrow();
    }

    private static String path(String line) {
        return value(line, "path").replace("\"", "");
    }

    private static long number(String line, String key) {
        return Long.parseLong(value(line, key));
    }

    private static String value(String line, String key) {
        Matcher found = Pattern.compile("\\b" + key + "=(\\S*)").matcher(line);
        if (!found.find()) {
            throw new IllegalArgumentException(line + " has no " + key);
        }
        return found.group(1);
    }
}
