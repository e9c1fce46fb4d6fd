package dev.parley.peer.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.peer.HostileText;
import dev.parley.peer.chat.Untrusted;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Any name that anybody gives a file: one harmless component, or a refusal. */
class OfferedNameFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void TF_01_a_name_is_refused_or_one_harmless_component(byte[] bytes) {
        Untrusted raw = Untrusted.of(HostileText.of(bytes, 40_000));
        OfferedName.isHidden(raw);
        ListedPath.of(raw).ifPresent(path -> {
            for (int i = 0; i < path.depth(); i++) {
                assertHarmless(path.component(i));
                assertThat(path.folder(i)).isNotNull();
            }
        });
        OfferedName.of(raw).ifPresent(OfferedNameFuzzTest::assertHarmless);
    }

    private static void assertHarmless(OfferedName cleaned) {
        String text = cleaned.stored();
        assertThat(Path.of(text).getNameCount()).isOne();
        assertThat(Path.of("folder").resolve(text).normalize().getParent()).isEqualTo(Path.of("folder"));
        assertThat(text)
                .doesNotContain("/", "\\", ":", "\u0000")
                .doesNotStartWith(".")
                .doesNotStartWith("-")
                .doesNotStartWith("~")
                .doesNotEndWith(".")
                .doesNotEndWith(" ");
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, OfferedName.MAX_BYTES);
        text.codePoints()
                .forEach(point -> assertThat(Character.isISOControl(point)
                                || Character.getType(point) == Character.FORMAT
                                || Character.getType(point) == Character.SURROGATE)
                        .as("%x", point)
                        .isFalse());
        // What was cleaned once needs no more.
        assertThat(OfferedName.of(Untrusted.of(text)).map(OfferedName::stored)).contains(text);
        assertThat(cleaned.numbered(2).getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, OfferedName.MAX_BYTES);
        assertThat(cleaned.key()).isNotEmpty();
        assertThat(cleaned.looksLikeProgram()).isIn(true, false);
    }
}
