namespace Kappa.Worker;

/// <summary>Copies a build output into a directory that only the owner may use, durably.</summary>
/// <param name="files">What writes and syncs.</param>
/// <param name="root">The directory to make.</param>
internal sealed class ArtifactWriter(IFileSystem files, string root)
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly SortedSet<string> _made = new(StringComparer.Ordinal);

    /// <summary>Makes a directory that is the owner's only, also where it was there with other permissions.</summary>
    public static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }

    /// <summary>Writes all files and makes them and the directory's entries durable.</summary>
    /// <returns>The hash of what was written: a build may have run since it was computed first.</returns>
    public string Write(BuildOutput output)
    {
        using var hash = new ArtifactHash();
        foreach ((string path, byte[] content) in output.Read())
        {
            string file = Path.Combine(root, path);
            MakeDirectories(Path.GetDirectoryName(file)!);
            WriteDurably(file, content);
            hash.Add(path, content);
        }

        foreach (string folder in _made)
        {
            files.SyncDirectory(folder);
        }

        return hash.Finish();
    }

    /// <summary>Makes a directory and those above it up to the root, none with wider permissions.</summary>
    private void MakeDirectories(string path)
    {
        if (_made.Add(path))
        {
            if (path != root)
            {
                MakeDirectories(Path.GetDirectoryName(path)!);
            }

            MakeDirectory(path);
        }
    }

    private void WriteDurably(string path, byte[] content)
    {
        using IFile file = files.Open(path, FileModes.Secret);
        file.Write(content, 0);
        file.Sync();
    }
}
