package dev.parley.peer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.parley.crypto.Secret;
import dev.parley.crypto.StoreKey;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Untrusted;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;

/** The house rules of the peer. */
@AnalyzeClasses(packages = "dev.parley.peer", importOptions = ImportOption.DoNotIncludeTests.class)
class PeerArchitectureTest {
    @ArchTest
    static final ArchRule D4_only_crypto_sees_primitives_and_libraries = noClasses()
            .should()
            .dependOnClassesThat(DescribedPredicate.or(
                    JavaClass.Predicates.resideInAnyPackage(
                            "org.bouncycastle..", "com.google.crypto..", "javax.crypto.."),
                    JavaClass.Predicates.resideInAPackage("dev.parley.crypto.primitive..")
                            .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(Randomness.class))),
                    JavaClass.Predicates.equivalentTo(java.security.SecureRandom.class)));

    @ArchTest
    static final ArchRule D6_cores_know_no_outside = noClasses()
            .that()
            .resideInAnyPackage("dev.parley.peer.room..", "dev.parley.peer.chat..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.jline..", "java.net..", "java.nio.channels..", "java.nio.file..", "java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);

    @ArchTest
    static final ArchRule D7_jline_and_pictures_only_in_ui = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.peer.ui..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jline..", "io.nayuki..");

    @ArchTest
    static final ArchRule D7_picocli_only_in_cli = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.peer.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule D7_gson_only_where_documents_are_read = noClasses()
            .that()
            .resideOutsideOfPackages("dev.parley.peer.chat..", "dev.parley.peer.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.gson..");

    /** So that nothing of TLS is loaded before a relay needs it. */
    @ArchTest
    static final ArchRule D7_tls_only_in_one_class = noClasses()
            .that()
            .haveNameNotMatching("dev\\.parley\\.peer\\.net\\.TlsClient(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.net.ssl..", "java.security.cert..");

    @ArchTest
    static final ArchRule D8_no_cycles =
            slices().matching("dev.parley.peer.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule D7_channels_only_in_bench_store_and_files = noClasses()
            .that()
            .resideOutsideOfPackages("dev.parley.peer.bench..", "dev.parley.peer.store..", "dev.parley.peer.files..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.nio.channels..");

    /** The bench reads the figures of processes it measures, in one class. */
    @ArchTest
    static final ArchRule D7_files_only_in_store_files_and_cli = noClasses()
            .that()
            .resideOutsideOfPackages("dev.parley.peer.store..", "dev.parley.peer.files..", "dev.parley.peer.cli..")
            .and()
            .doNotHaveFullyQualifiedName("dev.parley.peer.bench.Comparison")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("java.nio.file..")
                    .or(JavaClass.Predicates.assignableTo(File.class))
                    .or(JavaClass.Predicates.assignableTo(RandomAccessFile.class))
                    .or(JavaClass.Predicates.assignableTo(FileInputStream.class))
                    .or(JavaClass.Predicates.assignableTo(FileOutputStream.class)));

    @ArchTest
    static final ArchRule the_store_knows_bytes_and_keys_only = classes()
            .that()
            .resideInAPackage("dev.parley.peer.store..")
            .should()
            .onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("java..", "dev.parley.peer.store..")
                    .or(JavaClass.Predicates.belongToAnyOf(StoreKey.class, Secret.class, Randomness.class)));

    @ArchTest
    static final ArchRule D9_no_clock_and_no_streams_outside_cli = noClasses()
            .that()
            .resideOutsideOfPackages("dev.parley.peer.cli..", "dev.parley.peer.bench..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in");

    @ArchTest
    static final ArchRule one_gate_unwraps_remote_text_for_the_screen = noClasses()
            .that()
            .resideInAPackage("dev.parley.peer.ui..")
            .and()
            .doNotHaveSimpleName("SafeText")
            .should()
            .callMethod(Untrusted.class, "raw");

    /** An end that may break rules is for tests of other peers, and nobody talks through it. */
    @ArchTest
    static final ArchRule only_conformance_may_break_rules = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.peer.conformance..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("dev\\.parley\\.crypto\\.Probe.*");

    @ArchTest
    static final ArchRule the_peer_does_not_know_the_relay =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.parley.relay..");
}
