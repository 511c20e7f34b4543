/// Shows that two applications look like one, named by the hazard.
@NullMarked
package dev.banyan.proxy.applications;

import org.jspecify.annotations.NullMarked;
