package dev.parley.crypto.primitive;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.LowLevelCryptoCaller;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.subtle.AesGcmAead;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * AES-256-GCM by Tink (NIST SP 800-38D): output is nonce(12), ciphertext, tag(16), with Tink's own random nonce. The only class that
 * shows Tink a raw key.
 */
@AccessesPartialKey
@LowLevelCryptoCaller
public final class AeadCipher {
    public static final int KEY_BYTES = 32;
    public static final int NONCE_BYTES = 12;
    public static final int TAG_BYTES = 16;

    /** What sealing adds to the plaintext. */
    public static final int OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

    private static final AesGcmParameters PARAMETERS = parameters();

    private final Aead aead;

    public AeadCipher(byte[] key) {
        try {
            aead = AesGcmAead.create(AesGcmKey.builder()
                    .setParameters(PARAMETERS)
                    .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
                    .build());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("An AES-256-GCM key has " + KEY_BYTES + " bytes.", e);
        }
    }

    public byte[] seal(byte[] plaintext, byte[] associated) {
        try {
            return aead.encrypt(plaintext, associated);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("AES-GCM cannot seal on this platform.", e);
        }
    }

    /** The plaintext; empty for every bad input alike. */
    public Optional<byte[]> open(byte[] sealed, byte[] associated) {
        try {
            return Optional.of(aead.decrypt(sealed, associated));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static AesGcmParameters parameters() {
        try {
            return AesGcmParameters.builder()
                    .setKeySizeBytes(KEY_BYTES)
                    .setIvSizeBytes(NONCE_BYTES)
                    .setTagSizeBytes(TAG_BYTES)
                    .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Tink knows AES-256-GCM.", e);
        }
    }
}
