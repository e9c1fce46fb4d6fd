package dev.parley.relay.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPrefixTest {
    private static boolean denies(String denied, byte[] address) {
        DenyList list = new DenyList(List.of(AddressPrefix.parse(denied).orElseThrow()), Set.of());
        return new Admission(AdmissionMode.OPEN, List.of(), List.of(), list).denies(address);
    }

    private static byte[] address(String text) throws UnknownHostException {
        return InetAddress.getByName(text).getAddress();
    }

    /** The 16 bytes in which a dual-stack system may show an IPv4 address. */
    private static byte[] mapped(String v4) throws UnknownHostException {
        return ByteBuffer.allocate(16)
                .putLong(0)
                .putInt(0xFFFF)
                .put(address(v4))
                .array();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.129/25, 192.0.2.130, true",
        "192.0.2.129/25, 192.0.2.127, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::ffff:192.0.2.7, 192.0.2.7, true",
        "::ffff:192.0.2.0/120, 192.0.2.9, true",
        "::ffff:c000:207, 192.0.2.7, true",
        "::/0, 192.0.2.7, false",
        "::/0, 2001:db8::1, true",
        "2001:db8:0:1::/64, 2001:db8:0:1:ffff::1, true",
        "2001:db8:0:1::/64, 2001:db8:0:2::1, false",
        "2001:db8:0:1::7, 2001:db8:0:1::8, true",
        "2001:db8:0:1::7/128, 2001:db8:0:1::8, false",
        "2001:db8:0:1::7/128, 2001:db8:0:1::7, true",
        "2001:DB8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
    })
    void TR_14_an_address_is_denied_by_its_block(String denied, String from, boolean isDenied) throws Exception {
        assertThat(denies(denied, address(from))).isEqualTo(isDenied);
        if (from.indexOf(':') < 0) {
            assertThat(denies(denied, mapped(from))).isEqualTo(isDenied);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/",
                "1.2.3.4/08",
                "1.2.3.4/8/8",
                "1.2.3.4 ",
                "a.b.c.d",
                "example.org",
                "::1::",
                ":::",
                ":",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8:9",
                "g::",
                "12345::",
                "::1.2.3",
                "1.2.3.4::",
                "::/129",
                "fe80::1%eth0",
                "1:2:3:4:5:6:7:8::",
                "0x7f.1.1.1",
                "1.2.3.4/+8",
                "١.2.3.4",
                "::1/64 "
            })
    void what_is_no_address_is_refused_without_asking_a_name_server(String text) {
        assertThat(AddressPrefix.parse(text)).isEmpty();
    }

    @Test
    void an_address_alone_means_one_home() {
        assertThat(AddressPrefix.parse("2001:db8::7").orElseThrow().format()).isEqualTo("2001:db8:0:0::/64");
        assertThat(AddressPrefix.parse("192.0.2.7").orElseThrow().format()).isEqualTo("192.0.2.7");
        assertThat(AddressPrefix.parse("::ffff:192.0.2.7").orElseThrow().format())
                .isEqualTo("192.0.2.7");
    }

    @Test
    void what_is_formatted_is_read_again_as_it_was() {
        long seed = Long.getLong("parley.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            AddressPrefix whole = AddressPrefix.ofAddress(bytes);
            int bits = bytes.length == 4 ? 96 + random.nextInt(33) : random.nextInt(129);
            AddressPrefix prefix = new AddressPrefix(whole.high(), whole.low(), bits);
            assertThat(AddressPrefix.parse(prefix.format()))
                    .as("seed %d: %s", seed, prefix.format())
                    .contains(prefix);
            assertThat(prefix.contains(whole)).isTrue();
        }
    }
}
