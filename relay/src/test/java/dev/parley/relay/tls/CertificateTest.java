package dev.parley.relay.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
    @TempDir
    static Path folder;

    @TempDir
    Path other;

    private static PemFiles made;

    @BeforeAll
    static void make() throws TlsException {
        made = PemFiles.in(folder);
        SelfSigned.create(made);
    }

    @Test
    void the_key_is_readable_to_its_owner_alone_and_nothing_else_is_left() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.key())))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(made.key(), made.certificate());
        }
    }

    @Test
    void the_pin_is_the_hash_of_the_public_key_and_the_certificate_lasts_ten_years() throws Exception {
        RelayCertificate certificate = made.read();
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(certificate.chain().get(0).getPublicKey().getEncoded());
        assertThat(certificate.pin())
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(hash))
                .hasSize(43);
        assertThat(Duration.between(Instant.now(), certificate.expires())).isGreaterThan(Duration.ofDays(3_640));
    }

    @Test
    void a_key_that_is_there_is_never_replaced() throws Exception {
        String before = made.read().pin();
        assertThatThrownBy(() -> SelfSigned.create(made))
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("is there already");
        assertThat(made.read().pin()).isEqualTo(before);
    }

    @Test
    void a_moved_relay_has_the_same_pin() throws Exception {
        PemFiles copy = PemFiles.in(other);
        Files.copy(made.key(), copy.key());
        Files.copy(made.certificate(), copy.certificate());
        assertThat(copy.read().pin()).isEqualTo(made.read().pin());
    }

    @Test
    void a_key_of_another_certificate_is_refused() throws Exception {
        PemFiles second = PemFiles.in(other);
        SelfSigned.create(second);
        assertRefused(new PemFiles(made.certificate(), second.key()), "not the key of the certificate");
    }

    @Test
    void files_that_are_not_what_they_should_be_are_refused_in_one_sentence() throws Exception {
        String key = Files.readString(made.key());
        assertKeyRefused("", "no private key");
        assertKeyRefused("-----BEGIN PRIVATE KEY-----\n", "no private key");
        assertKeyRefused(key.replace("PRIVATE KEY", "RSA PRIVATE KEY"), "not plain PKCS#8");
        assertKeyRefused(key.replace("PRIVATE KEY", "EC PRIVATE KEY"), "not plain PKCS#8");
        assertKeyRefused(key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), "not plain PKCS#8");
        assertKeyRefused(key.substring(0, 80) + "\n-----END PRIVATE KEY-----\n", "not one of the certificate's kind");
        assertKeyRefused("x".repeat(70_000), "larger than 64 KiB");
        Path certificate = other.resolve("cert.pem");
        for (String text :
                new String[] {"", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}) {
            Files.writeString(certificate, text);
            assertRefused(new PemFiles(certificate, made.key()), "no certificate");
        }
        assertRefused(new PemFiles(other.resolve("absent"), made.key()), "cannot read");
    }

    @Test
    void hands_are_shaken_in_memory_to_warm_up() throws Exception {
        try (Tls tls = new Tls(made.read(), 1)) {
            assertThatCode(() -> tls.rehearse(3)).doesNotThrowAnyException();
        }
    }

    @Test
    void text_around_the_blocks_does_not_matter() throws Exception {
        PemFiles wordy = PemFiles.in(other);
        Files.writeString(wordy.key(), "made by Jos\u00e9\n" + Files.readString(made.key()) + "\nthe end\n");
        Files.writeString(wordy.certificate(), "subject: me\n" + Files.readString(made.certificate()));
        assertThat(wordy.read().pin()).isEqualTo(made.read().pin());
    }

    @Test
    void the_stamp_changes_with_the_files() throws Exception {
        PemFiles files = PemFiles.in(other);
        String absent = files.stamp();
        Files.writeString(files.key(), "one");
        String one = files.stamp();
        Files.writeString(files.key(), "three");
        assertThat(absent).isNotEqualTo(one);
        assertThat(one).isNotEqualTo(files.stamp());
    }

    private void assertKeyRefused(String text, String why) throws IOException {
        Path key = other.resolve("key.pem");
        Files.writeString(key, text);
        assertRefused(new PemFiles(made.certificate(), key), why);
    }

    private static void assertRefused(PemFiles files, String why) {
        assertThatThrownBy(files::read)
                .isInstanceOf(TlsException.class)
                .hasMessageContaining(why)
                .satisfies(
                        problem -> assertThat(((TlsException) problem).advice()).isNotBlank());
    }
}
