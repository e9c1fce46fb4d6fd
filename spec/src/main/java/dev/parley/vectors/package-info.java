/** Reads the files of {@code spec/vectors}, for tests and testers of any module. Knows the format and nothing of what it means. */
package dev.parley.vectors;
