package dev.parley.relay.admission;

import dev.parley.wire.AccessToken;
import dev.parley.wire.KeyId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may use this relay (PROTOCOL.md section 3.6): a snapshot of all its lists that never changes; a reload makes another. */
public final class Admission {
    /** So that looking through all of them for one token stays below a tenth of a millisecond. */
    public static final int MAX_TOKENS = 1_000;

    public static final int MAX_KEYS = 10_000;
    public static final int MAX_DENIED = 10_000;

    private final AdmissionMode mode;
    private final List<ListedToken> tokens;
    private final Map<KeyId, ListedKey> keys = new HashMap<>();
    private final DenyList denied;

    public Admission(AdmissionMode mode, List<ListedToken> tokens, List<ListedKey> keys, DenyList denied) {
        if (tokens.size() > MAX_TOKENS
                || keys.size() > MAX_KEYS
                || denied.addresses().size() > MAX_DENIED) {
            throw new IllegalArgumentException("A list is longer than what is looked through for each peer.");
        }
        this.mode = mode;
        this.tokens = List.copyOf(tokens);
        this.denied = denied;
        for (ListedKey key : keys) {
            if (!denied.keys().contains(key.id())) {
                this.keys.put(key.id(), key);
            }
        }
    }

    /** Lets everybody in. */
    public static Admission open() {
        return new Admission(AdmissionMode.OPEN, List.of(), List.of(), DenyList.NOBODY);
    }

    public AdmissionMode mode() {
        return mode;
    }

    public boolean isOpen() {
        return mode == AdmissionMode.OPEN;
    }

    /** Whether a connection from there is not served. {@code address} has 4 or 16 bytes. */
    public boolean denies(byte[] address) {
        return !denied.addresses().isEmpty() && denied.holds(AddressPrefix.ofAddress(address));
    }

    /** Whether the token is listed and not expired; looks at all of them, so that an unknown one takes as long as an expired one. */
    public boolean takes(AccessToken token, long nowMillis) {
        byte[] hash = token.hash();
        boolean taken = false;
        for (ListedToken listed : tokens) {
            boolean isThis = listed.matches(hash);
            boolean isValid = !listed.isExpired(nowMillis);
            taken |= isThis && isValid;
        }
        return taken && mode.takesTokens();
    }

    /** The listed key of that id, unless it is denied. */
    public Optional<ListedKey> key(KeyId id) {
        return Optional.ofNullable(keys.get(id));
    }
}
