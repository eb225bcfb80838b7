namespace Kappa;

/// <summary>
/// The seam through which everything durable is written, so that faults can be injected and runs repeated.
/// </summary>
/// <remarks>
/// Errors of the disk come out as <see cref="KappaException"/> with exit code <see cref="ExitCodes.DiskFailure"/>;
/// after
/// one of them nothing more may be acknowledged. Thread-safe.
/// </remarks>
public interface IFileSystem
{
    /// <summary>Opens a file for reading and writing, creating it where it is missing.</summary>
    /// <param name="path">Path of the file; its directory exists.</param>
    /// <param name="unixMode">Permissions of a new file, such as 0600 for a secret.</param>
    /// <returns>The open file, which the caller disposes.</returns>
    IFile Open(string path, UnixFileMode unixMode = FileModes.Data);

    /// <summary>Opens a file that is there for reading only: permission to write is not needed.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The open file, which the caller disposes.</returns>
    IFile OpenRead(string path) => Open(path);

    /// <summary>Whether a file is there.</summary>
    /// <param name="path">Path of the file.</param>
    bool FileExists(string path);

    /// <summary>Whether a directory is there.</summary>
    /// <param name="path">Path of the directory.</param>
    bool DirectoryExists(string path);

    /// <summary>Creates a directory and those above it, and makes the entries durable.</summary>
    /// <param name="path">Path of the directory.</param>
    void CreateDirectory(string path);

    /// <summary>Lists the names (not paths) of the files and directories in a directory, in ordinal order.</summary>
    /// <param name="path">Path of the directory; empty answer if it is missing.</param>
    IReadOnlyList<string> List(string path);

    /// <summary>Renames a file, replacing one of that name; durable after <see cref="SyncDirectory"/>.</summary>
    /// <param name="from">Path of the file.</param>
    /// <param name="to">New path, on the same file system.</param>
    void Rename(string from, string to);

    /// <summary>Deletes a file; durable after <see cref="SyncDirectory"/>.</summary>
    /// <param name="path">Path of the file.</param>
    void DeleteFile(string path);

    /// <summary>Deletes a directory and all in it.</summary>
    /// <param name="path">Path of the directory.</param>
    void DeleteDirectory(string path);

    /// <summary>Makes creations, renames and deletions in a directory durable (fsync of the directory).</summary>
    /// <param name="path">Path of the directory.</param>
    void SyncDirectory(string path);
}
