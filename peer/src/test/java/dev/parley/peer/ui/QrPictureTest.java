package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrPictureTest {
    private static final int MODULE_PIXELS = 4;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123451234512345123451234512345123451234512345123451234512345",
                "482135-amber-lantern-sunset",
                "parley://relay.example.org:4433/482135-amber-lantern-sunset#pin=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void what_is_drawn_is_what_a_phone_reads_on_dark_and_on_light(String text) throws Exception {
        QrPicture picture = QrPicture.of(text);
        assertThat(read(picture.rows(true), true)).isEqualTo(text);
        assertThat(read(picture.rows(false), false)).isEqualTo(text);
        for (String row : picture.rows(true)) {
            assertThat(row).hasSize(picture.width()).startsWith("    ").endsWith("    ");
            assertThat(picture.width()).isLessThan(80);
        }
        assertThat(picture.rows(true).subList(0, 2)).allMatch(String::isBlank);
    }

    /** Reads characters as a camera would see them. */
    static String read(List<String> rows, boolean inkIsDark) throws ReaderException {
        int width = rows.get(0).length() * MODULE_PIXELS;
        int height = rows.size() * 2 * MODULE_PIXELS;
        int[] pixels = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                char mark = rows.get(y / (2 * MODULE_PIXELS)).charAt(x / MODULE_PIXELS);
                boolean upper = y / MODULE_PIXELS % 2 == 0;
                boolean ink = mark == '█' || mark == (upper ? '▀' : '▄');
                pixels[y * width + x] = ink == inkIsDark ? 0 : 0xFFFFFF;
            }
        }
        return new QRCodeReader()
                .decode(
                        new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))),
                        Map.of(DecodeHintType.PURE_BARCODE, true))
                .getText();
    }
}
