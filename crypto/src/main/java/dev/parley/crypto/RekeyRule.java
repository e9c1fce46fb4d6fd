package dev.parley.crypto;

/**
 * When an epoch has lasted long enough, and when it has lasted too long (PROTOCOL.md section 7.5). Counts both directions; times are
 * monotonic milliseconds, handed in.
 */
public final class RekeyRule {
    static final int CONTENT_FRAMES = 32;
    static final long BYTES = 16L << 20;
    static final long MAX_AGE_MILLIS = 5 * 60_000;
    static final long MIN_AGE_MILLIS = 1_000;
    static final long MAX_EPOCH_BYTES = 1L << 30;
    static final long MAX_EPOCH_FRAMES = 65_536;

    private long since;
    private long contentFrames;
    private long frames;
    private long bytes;
    private boolean chunks;
    private boolean demanded;

    public RekeyRule(long now) {
        since = now;
    }

    /** A frame was sealed or opened in this epoch. */
    public void count(FrameKind kind, int bodyBytes) {
        frames++;
        bytes += bodyBytes;
        if (kind == FrameKind.MESSAGE) {
            contentFrames++;
        }
        chunks |= kind == FrameKind.CHUNK;
    }

    /** The session was resumed: rekey at the next turn. */
    public void demand() {
        demanded = true;
    }

    /** A new epoch began. */
    public void restart(long now) {
        demanded = false;
        since = now;
        contentFrames = 0;
        chunks = false;
        frames = 0;
        bytes = 0;
    }

    /** Whether the side in turn should rekey now. */
    public boolean isDue(long now) {
        if (bytes >= BYTES || frames >= MAX_EPOCH_FRAMES / 2) {
            return true;
        }
        long age = now - since;
        boolean worn = contentFrames >= CONTENT_FRAMES || hasContent() && age >= MAX_AGE_MILLIS;
        return age >= MIN_AGE_MILLIS && (demanded || worn);
    }

    /** Chunks do not wear an epoch out by their number, but they age with it. */
    private boolean hasContent() {
        return contentFrames > 0 || chunks;
    }

    /** When {@link #isDue} may next turn true by time alone; {@link Long#MAX_VALUE} if it cannot. */
    public long dueAt() {
        if (!hasContent() && !demanded) {
            return Long.MAX_VALUE;
        }
        return since + (demanded || contentFrames >= CONTENT_FRAMES ? MIN_AGE_MILLIS : MAX_AGE_MILLIS);
    }

    /** Whether content must stop until the side in turn has rekeyed. */
    public boolean isExhausted() {
        return bytes >= MAX_EPOCH_BYTES || frames >= MAX_EPOCH_FRAMES;
    }
}
