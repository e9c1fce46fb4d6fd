package dev.parley.crypto;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house rules of crypto. */
@AnalyzeClasses(packages = "dev.parley.crypto", importOptions = ImportOption.DoNotIncludeTests.class)
class CryptoArchitectureTest {
    @ArchTest
    static final ArchRule D4_libraries_stop_at_primitive = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.crypto.primitive..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bouncycastle..", "com.google.crypto..", "javax.crypto..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.security.SecureRandom.class);

    @ArchTest
    static final ArchRule D4_no_library_type_in_a_public_signature = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.parley.crypto.primitive..")
            .should()
            .notHaveRawReturnType(JavaClass.Predicates.resideInAnyPackage("org.bouncycastle..", "com.google.crypto.."));

    @ArchTest
    static final ArchRule D5_no_internals =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.google.crypto.tink..internal..");

    @ArchTest
    static final ArchRule D6_no_outside = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..", "java.nio.channels..", "java.nio.file..", "java.util.concurrent..", "org.jline..");

    @ArchTest
    static final ArchRule D8_no_cycles =
            slices().matching("dev.parley.(crypto.primitive|crypto)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule D9_no_clock_and_no_streams = noClasses()
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule D10_keys_and_secrets_are_no_records = classes()
            .that()
            .haveSimpleNameEndingWith("Key")
            .or()
            .haveSimpleNameEndingWith("Secret")
            .should()
            .notBeAssignableTo(Record.class);
}
