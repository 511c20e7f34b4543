package dev.banyan.replication.plan;

/// One thing that the plan says about a module.
public sealed interface Finding {

    String text();

    /// Nothing is created until this is gone.
    record Refusal(String text) implements Finding {
        @Override
        public String toString() {
            return text;
        }
    }

    /// Refused unless the user accepts it by name.
    ///
    /// @param name what to accept
    record Question(String name, String text) implements Finding {
        @Override
        public String toString() {
            return text + " If it may be so: --accept " + name;
        }
    }

    /// A way out of a refusal or a question.
    ///
    /// @param action SQL for the source, or a line for `banyan.yaml`
    record Proposal(String text, String action) implements Finding {
        @Override
        public String toString() {
            return text + " Proposed: " + action;
        }
    }

    /// Good to know.
    record Note(String text) implements Finding {
        @Override
        public String toString() {
            return text;
        }
    }
}
