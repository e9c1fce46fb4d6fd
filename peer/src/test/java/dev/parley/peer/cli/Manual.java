package dev.parley.peer.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A manual page out of the command model, so that it says what the program does. */
final class Manual {
    private final StringBuilder page = new StringBuilder();

    private Manual() {}

    /** The page of a command with all its subcommands, in roff. */
    static String of(CommandLine command) {
        Manual manual = new Manual();
        manual.program(command);
        return manual.page.toString();
    }

    private void program(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        line(".TH " + spec.name().toUpperCase(Locale.ROOT) + " 1 \"\" \"Parley\" \"User Commands\"");
        line(".SH NAME");
        text(spec.name() + " - " + String.join(" ", spec.usageMessage().description()));
        line(".SH SYNOPSIS");
        line(".B " + escape(spec.name()));
        text("[options] [command]");
        line(".SH OPTIONS");
        arguments(spec);
        line(".SH COMMANDS");
        commands(command, "");
        line(".SH NOTES");
        line(".nf");
        for (String note : spec.usageMessage().footer()) {
            text(note);
        }
        line(".fi");
    }

    private void commands(CommandLine command, String before) {
        for (Map.Entry<String, CommandLine> each : command.getSubcommands().entrySet()) {
            CommandSpec spec = each.getValue().getCommandSpec();
            if (spec.usageMessage().hidden()) {
                continue;
            }
            String name = before + each.getKey();
            line(".SS " + escape(name + parameters(spec)));
            text(String.join(" ", spec.usageMessage().description()));
            arguments(spec);
            commands(each.getValue(), name + " ");
        }
    }

    private static String parameters(CommandSpec spec) {
        StringBuilder parameters = new StringBuilder();
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (!parameter.hidden()) {
                boolean needed = parameter.required();
                parameters
                        .append(needed ? " " : " [")
                        .append(parameter.paramLabel())
                        .append(needed ? "" : "]");
            }
        }
        return parameters.toString();
    }

    private void arguments(CommandSpec spec) {
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (!parameter.hidden()) {
                argument(parameter.paramLabel(), parameter.description());
            }
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                String names = String.join(", ", option.names());
                boolean takesValue = option.arity().max() > 0;
                argument(takesValue ? names + " " + option.paramLabel() : names, option.description());
            }
        }
    }

    private void argument(String name, String[] description) {
        line(".TP");
        line(".B " + escape(name));
        text(String.join(" ", List.of(description)));
    }

    private void text(String text) {
        String escaped = escape(text);
        line(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    private static String escape(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("%n", " ");
    }
}
