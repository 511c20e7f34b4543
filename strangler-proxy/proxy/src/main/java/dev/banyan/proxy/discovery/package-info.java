/// Finds the instances of an application: written down, in DNS, or registered in a database.
@NullMarked
package dev.banyan.proxy.discovery;

import org.jspecify.annotations.NullMarked;
