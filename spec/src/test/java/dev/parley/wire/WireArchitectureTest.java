package dev.parley.wire;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** House rules D1 and D6 for the wire. */
@AnalyzeClasses(packages = "dev.parley.wire", importOptions = ImportOption.DoNotIncludeTests.class)
class WireArchitectureTest {
    @ArchTest
    static final ArchRule wire_depends_on_the_jdk_and_itself_only = classes()
            .that()
            .resideInAPackage("dev.parley.wire..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.parley.wire..");

    @ArchTest
    static final ArchRule wire_knows_no_socket_channel_file_or_thread = noClasses()
            .that()
            .resideInAPackage("dev.parley.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..", "java.nio.channels..", "java.nio.file..", "java.util.concurrent..", "java.time..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);
}
