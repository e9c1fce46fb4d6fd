package dev.parley.peer.store;

import dev.parley.peer.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who may see a path: folders are made 0700 and files 0600, and what is found otherwise is refused. Where a file system has no such
 * permissions, only links and kinds are checked.
 */
final class Access {
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private Access() {}

    /** The attributes to create a file with: nobody else sees it even for a moment, whatever the umask. */
    static FileAttribute<?>[] privateFile(Path path) {
        return mode(path, "rw-------");
    }

    private static FileAttribute<?>[] mode(Path path, String permissions) {
        return hasPermissions(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean hasPermissions(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Makes sure that {@code folder} is there and ours alone; whatever is missing above it is made as private. */
    static void privateFolder(Path folder) throws StoreException {
        try {
            Path parent = folder.getParent();
            if (parent != null) {
                Files.createDirectories(parent, mode(folder, "rwx------"));
            }
            Files.createDirectory(folder, mode(folder, "rwx------"));
            WholeFile.syncFolder(folder);
        } catch (FileAlreadyExistsException e) {
            // Checked below, like one of ours.
        } catch (IOException e) {
            throw StoreException.disk(folder, e);
        }
        BasicFileAttributes found = require(folder);
        if (!found.isDirectory()) {
            throw new StoreException(Reason.DISK, folder);
        }
        requireOwner(folder, folder, found);
    }

    /** Refuses a key file in {@code folder} that is linked, open to others, of another owner, kind or size. */
    static void requirePrivateKey(Path file, Path folder, int bytes) throws StoreException {
        BasicFileAttributes found = require(file);
        if (!found.isRegularFile() || found.size() != bytes) {
            throw new StoreException(Reason.BAD_KEY_FILE, file);
        }
        requireOwner(file, folder, found);
    }

    private static BasicFileAttributes require(Path path) throws StoreException {
        BasicFileAttributes found;
        try {
            found = hasPermissions(path)
                    ? Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw StoreException.disk(path, e);
        }
        if (found.isSymbolicLink()) {
            throw new StoreException(Reason.SYMLINK, path);
        }
        if (found instanceof PosixFileAttributes posix && !OWNER_ONLY.containsAll(posix.permissions())) {
            throw new StoreException(Reason.READABLE_BY_OTHERS, path);
        }
        return found;
    }

    /** Whoever owns a file made just now is who we are; Java has no other portable way to ask. */
    private static void requireOwner(Path path, Path folder, BasicFileAttributes found) throws StoreException {
        if (found instanceof PosixFileAttributes posix && !posix.owner().equals(whoWeAre(folder))) {
            throw new StoreException(Reason.OTHER_OWNER, path);
        }
    }

    private static UserPrincipal whoWeAre(Path folder) throws StoreException {
        try {
            Path probe = Files.createTempFile(folder, "probe", "", privateFile(folder));
            try {
                return Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
            } finally {
                Files.delete(probe);
            }
        } catch (AccessDeniedException e) {
            // Its owner may write here, as the mode was checked to say, and we may not.
            throw new StoreException(Reason.OTHER_OWNER, folder);
        } catch (IOException e) {
            throw StoreException.disk(folder, e);
        }
    }
}
