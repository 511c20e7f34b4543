/// What every request goes through: its correlation id, the limit of its size, the token of
/// internal calls, and the form of its errors.
@NullMarked
package dev.banyan.inventory.http;

import org.jspecify.annotations.NullMarked;
