/// Holds the playbook, and every other document, to what the commands really take and print.
@NullMarked
package dev.banyan.cli.playbook;

import org.jspecify.annotations.NullMarked;
