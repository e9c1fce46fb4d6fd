package dev.parley.peer.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.peer.chat.Untrusted;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Any name that anybody gives a file: one harmless component, or a refusal. */
class OfferedNameFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void TF_01_a_name_is_refused_or_one_harmless_component(FuzzedDataProvider data) {
        Optional<OfferedName> name = OfferedName.of(Untrusted.of(data.consumeRemainingAsString()));
        name.ifPresent(cleaned -> {
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
            assertThat(OfferedName.of(Untrusted.of(text)).map(OfferedName::stored))
                    .contains(text);
        });
    }
}
