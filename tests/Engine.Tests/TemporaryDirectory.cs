namespace Kappa.Engine.Tests;

/// <summary>A directory on the disk for one test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kappa-engine-").FullName;

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Copies a directory that is in use, as a killed process would leave it.</summary>
    public void Copy(string from, string to)
    {
        string[] before = Files(from);
        while (!TryCopy(before, from, to) || !before.SequenceEqual(Files(from)))
        {
            // RocksDB deletes what it no longer needs in the background: another look.
            Directory.Delete(In(to), recursive: true);
            before = Files(from);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string[] Files(string name) =>
        [.. Directory.GetFiles(In(name), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private bool TryCopy(string[] files, string from, string to)
    {
        Directory.CreateDirectory(In(to));
        foreach (string file in files)
        {
            string target = System.IO.Path.Combine(In(to), System.IO.Path.GetRelativePath(In(from), file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            try
            {
                File.Copy(file, target);
            }
            catch (FileNotFoundException)
            {
                return false;
            }
        }

        return true;
    }
}
