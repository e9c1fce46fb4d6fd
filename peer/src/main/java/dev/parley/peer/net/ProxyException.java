package dev.parley.peer.net;

import java.io.IOException;

/** The proxy did not bring us to the relay. */
final class ProxyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ProxyProblem problem;

    ProxyException(ProxyProblem problem) {
        super(problem.name());
        this.problem = problem;
    }

    ProxyProblem problem() {
        return problem;
    }
}
