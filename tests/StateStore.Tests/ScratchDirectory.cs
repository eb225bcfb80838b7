namespace Kappa.StateStores.Tests;

/// <summary>A directory for one test; deleted at its end.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("kappa-store-").FullName;

    public string this[string name] => Path.Combine(_path, name);

    /// <summary>Copies a directory as it lies on disk this moment: what a kill -9 would leave.</summary>
    public string CrashImage(string of, string name)
    {
        string image = this[name];
        Directory.CreateDirectory(image);
        CopyManifestLast(of, image);
        return image;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    // Files never change once a manifest names them, but they may go while they are copied: then it is tried again.
    private static void CopyManifestLast(string from, string to)
    {
        while (!TryCopy(from, to)) { }
    }

    private static bool TryCopy(string from, string to)
    {
        try
        {
            foreach (string old in Directory.GetFiles(to)) { File.Delete(old); }
            // The manifest first: what it names then was there before, and either still is, or the copy starts again.
            string[] files = Directory.GetFiles(from);
            foreach (string file in files.Order(Comparer<string>.Create(ManifestFirst)))
            {
                if (Path.GetFileName(file) != "LOCK") { File.Copy(file, Path.Combine(to, Path.GetFileName(file))); }
            }

            return Directory.GetFiles(from).ToHashSet().SetEquals(files);
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private static int ManifestFirst(string left, string right) => Rank(left).CompareTo(Rank(right));

    private static int Rank(string file) => Path.GetFileName(file) switch
    {
        "CURRENT" => 0,
        { } name when name.StartsWith("MANIFEST", StringComparison.Ordinal) => 1,
        _ => 2,
    };
}
