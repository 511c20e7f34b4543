/// A module that holds an entity of another, in a list.
@NullMarked
package dev.banyan.architecture.offenders.entity;

import org.jspecify.annotations.NullMarked;
