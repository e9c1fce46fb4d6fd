package dev.parley.peer.store;

import dev.parley.crypto.StoreKey;
import dev.parley.peer.store.Damage.Tail;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a journal from front to end, whatever is in it; changes nothing. */
final class JournalScan {
    private final List<byte[]> entries = new ArrayList<>();
    private Optional<JournalSeal> seal = Optional.empty();
    private Tail tail = Tail.WHOLE;
    private int unreadable;
    private long goodBytes;
    private long nextIndex;

    private JournalScan() {}

    /** A file that is not there is an empty one. */
    static JournalScan of(Path file, StoreKey room) throws StoreException {
        JournalScan scan = new JournalScan();
        if (WholeFile.isThere(file, JournalFile.MAX_FILE_BYTES)) {
            try (InputStream in =
                    new BufferedInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), 1 << 16)) {
                scan.read(in, room);
            } catch (IOException e) {
                throw StoreException.disk(file, e);
            }
        }
        return scan;
    }

    private void read(InputStream in, StoreKey room) throws IOException {
        byte[] start = in.readNBytes(FileHeader.BYTES);
        seal = FileHeader.read(start, FileHeader.Kind.JOURNAL).map(header -> new JournalSeal(header, room));
        if (seal.isEmpty()) {
            // Files appear as a whole, so no crash leaves half a header.
            tail = Tail.CUT;
            return;
        }
        goodBytes = FileHeader.BYTES;
        boolean more = true;
        while (more) {
            more = readEntry(in, seal.get());
        }
    }

    private boolean readEntry(InputStream in, JournalSeal from) throws IOException {
        byte[] frame = in.readNBytes(JournalSeal.FRAME_BYTES);
        if (frame.length < JournalSeal.FRAME_BYTES) {
            return end(frame.length == 0 ? Tail.WHOLE : Tail.TORN);
        }
        int length = ByteBuffer.wrap(frame).getInt();
        boolean checks = ByteBuffer.wrap(frame).getInt(Integer.BYTES) == JournalSeal.check(nextIndex, length);
        if (length < JournalSeal.MIN_SEALED_BYTES || length > JournalSeal.MAX_SEALED_BYTES) {
            // A file system that crashed may show a grown file whose last bytes were never written: zeros.
            return end(isZero(frame) && isZero(in) ? Tail.TORN : Tail.CUT);
        }
        byte[] sealed = in.readNBytes(length);
        if (sealed.length < length) {
            return end(checks ? Tail.TORN : Tail.CUT);
        }
        Optional<byte[]> entry = from.open(nextIndex, sealed);
        if (entry.isEmpty() && !checks) {
            return end(Tail.CUT);
        }
        entry.ifPresentOrElse(entries::add, () -> unreadable++);
        nextIndex++;
        goodBytes += JournalSeal.FRAME_BYTES + length;
        return true;
    }

    private boolean end(Tail how) {
        tail = how;
        return false;
    }

    private static boolean isZero(InputStream in) throws IOException {
        byte[] chunk = in.readNBytes(1 << 16);
        while (chunk.length > 0) {
            if (!isZero(chunk)) {
                return false;
            }
            chunk = in.readNBytes(1 << 16);
        }
        return true;
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    List<byte[]> entries() {
        return entries;
    }

    /** The seal of the file, if it has a header. */
    Optional<JournalSeal> seal() {
        return seal;
    }

    /** Where the next entry belongs: behind all that is kept. */
    long goodBytes() {
        return goodBytes;
    }

    long nextIndex() {
        return nextIndex;
    }

    Damage damage() {
        return new Damage(tail, unreadable);
    }
}
