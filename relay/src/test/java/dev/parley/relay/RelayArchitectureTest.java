package dev.parley.relay;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.parley.relay.room.Source;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;

/** House rules D2, D3, D6 to D9 for the relay. */
@AnalyzeClasses(packages = "dev.parley.relay", importOptions = ImportOption.DoNotIncludeTests.class)
class RelayArchitectureTest {
    @ArchTest
    static final ArchRule relay_is_blind = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.parley.crypto..", "dev.parley.peer..", "org.bouncycastle..", "com.google.crypto..");

    @ArchTest
    static final ArchRule cryptography_and_randomness_stay_in_admission = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.relay.admission..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("javax.crypto..").or(assignableTo(SecureRandom.class)));

    /** But for the one file that commands on the lists hold locked. */
    @ArchTest
    static final ArchRule channels_stay_in_net = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.relay.net..")
            .and()
            .doNotHaveFullyQualifiedName("dev.parley.relay.config.ListLock")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.nio.channels..");

    @ArchTest
    static final ArchRule picocli_stays_in_cli = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.relay.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule gson_stays_where_documents_are_read_and_written = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.relay.config..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.gson..");

    @ArchTest
    static final ArchRule http_and_metrics_stay_in_admin = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.relay.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.sun.net.httpserver..", "io.prometheus..");

    @ArchTest
    static final ArchRule logging_libraries_stay_in_log = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.relay.log..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.slf4j..", "ch.qos.logback..");

    /** What cannot be named cannot be logged: rooms, seats and sources are out of the log's reach, and the log is out of theirs. */
    @ArchTest
    static final ArchRule only_the_composition_root_logs = noClasses()
            .that()
            .resideOutsideOfPackages("dev.parley.relay.log..", "dev.parley.relay.cli..")
            .should()
            .dependOnClassesThat(simpleName("RelayLog"));

    @ArchTest
    static final ArchRule who_logs_knows_no_room_and_no_source = noClasses()
            .that()
            .resideInAnyPackage("dev.parley.relay.log..", "dev.parley.relay.cli..", "dev.parley.relay.admin..")
            .should()
            .dependOnClassesThat(
                    assignableTo(Source.class).or(assignableTo(RoomId.class)).or(assignableTo(SeatKey.class)));

    @ArchTest
    static final ArchRule rooms_are_a_pure_core = noClasses()
            .that()
            .resideInAPackage("dev.parley.relay.room..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.net..",
                            "java.nio.channels..",
                            "java.nio.file..",
                            "java.io..",
                            "java.util.concurrent..",
                            "dev.parley.relay.net..",
                            "dev.parley.relay.admission..",
                            "dev.parley.relay.cli..")
                    .or(assignableTo(Thread.class)));

    @ArchTest
    static final ArchRule admission_knows_no_network_and_no_rooms = noClasses()
            .that()
            .resideInAPackage("dev.parley.relay.admission..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.net..",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "dev.parley.relay.config..",
                    "dev.parley.relay.net..",
                    "dev.parley.relay.room..",
                    "dev.parley.relay.cli..");

    @ArchTest
    static final ArchRule clocks_are_read_by_the_composition_root_only = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.relay.cli..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule standard_streams_are_used_by_the_composition_root_only = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.relay.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("dev.parley.relay.(*)..").should().beFreeOfCycles();
}
