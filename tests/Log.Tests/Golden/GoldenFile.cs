namespace Kappa.Logs.Tests;

/// <summary>The pinned files beside this one; README.md says how they were made.</summary>
internal static class GoldenFile
{
    public static byte[] Read(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", name));

    /// <summary>Puts a segment into a partition's directory of its own.</summary>
    public static PartitionDirectory Open(string name) => Open(Read(name));

    public static PartitionDirectory Open(ReadOnlySpan<byte> segment)
    {
        MemoryFileSystem files = new();
        files.CreateDirectory("t-0");
        Files.Replace(files, "t-0/00000000000000000000.log", segment);
        return PartitionDirectory.Open(files, "t-0");
    }
}
