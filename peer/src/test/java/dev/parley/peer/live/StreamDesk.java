package dev.parley.peer.live;

import dev.parley.peer.chat.FileHash;
import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Standing;
import dev.parley.peer.net.FileDesk;
import dev.parley.peer.room.FileAnswer;
import dev.parley.peer.room.FileWork;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;

/** A desk without a disk: sends as many bytes as are asked for, and of what it receives keeps the hash. */
final class StreamDesk implements FileDesk {
    private final long size;
    private final boolean hashes;
    private final byte[] pattern = new byte[1 << 20];
    private final MessageDigest digest;
    private long at;

    /** @param hashes whether both ends compute hashes; if not, they agree on one that is wrong */
    StreamDesk(long size, boolean hashes) {
        this.size = size;
        this.hashes = hashes;
        new java.util.Random(size).nextBytes(pattern);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private FileHash hash() {
        return hashes ? FileHash.of(digest.digest()) : FileHash.EMPTY;
    }

    @Override
    public void perform(FileWork work, Consumer<FileAnswer> answers) {
        work.accept(new FileWork.Handler() {
            @Override
            public void onPrepare(FileWork.Prepare prepare) {
                answers.accept(new FileAnswer.Prepared(prepare.id(), Standing.START, 0));
            }

            @Override
            public void onBegin(FileWork.Begin begin) {
                digest.reset();
            }

            @Override
            public void onWrite(FileWork.Write write) {
                at += write.bytes().remaining();
                if (hashes) {
                    digest.update(write.bytes());
                }
            }

            @Override
            public void onFinish(FileWork.Finish finish) {
                answers.accept(
                        at == size && finish.hash().equals(hash())
                                ? new FileAnswer.Stored(
                                        finish.id(), finish.entry(), dev.parley.peer.chat.Untrusted.of("stored"))
                                : new FileAnswer.Failed(finish.id(), FileProblem.BROKEN));
            }

            @Override
            public void onAbandon(FileWork.Abandon abandon) {}

            @Override
            public void onOpen(FileWork.Open open) {
                at = 0;
                digest.reset();
                answers.accept(new FileAnswer.Opened(open.id(), open.run(), 0, "", size, 0, 0));
            }

            @Override
            public void onRead(FileWork.Read read) {
                int from = (int) (at % (pattern.length / 2));
                int count = (int) Math.min(Math.min(read.into().capacity(), pattern.length - from), size - at);
                if (count == 0) {
                    answers.accept(new FileAnswer.Ended(read.id(), read.run(), hash()));
                    return;
                }
                if (hashes) {
                    digest.update(pattern, from, count);
                }
                at += count;
                ByteBuffer bytes = read.into().clear().put(pattern, from, count).flip();
                answers.accept(new FileAnswer.Read(read.id(), read.run(), bytes));
            }

            @Override
            public void onClose(FileWork.Close close) {}
        });
    }
}
