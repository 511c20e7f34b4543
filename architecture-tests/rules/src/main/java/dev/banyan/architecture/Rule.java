package dev.banyan.architecture;

import java.util.List;

/// Something that must be true of an application. Without state.
public interface Rule {

    /// A sentence that says what must be true; also the name of its test.
    String name();

    /// Why it must be.
    String because();

    /// Every place where it is not true.
    List<Violation> check(Architecture architecture);
}
