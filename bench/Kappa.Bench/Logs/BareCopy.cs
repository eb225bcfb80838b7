namespace Kappa.Bench;

/// <summary>Copies the segment files of a topic into a buffer, in chunks, and looks at nothing.</summary>
internal sealed class BareCopy : IReadLimit
{
    private const int ChunkBytes = 512 << 10;

    private readonly IFile[] _files;
    private readonly byte[] _chunk = new byte[ChunkBytes];

    public BareCopy(BenchSite site, Generator generator)
    {
        _files = [.. Enumerable.Range(0, generator.Contents.Length)
            .Select(partition => Path.Combine(site.LogDirectory, $"{generator.Topic}-{partition}"))
            .SelectMany(directory => site.Files.List(directory)
                .Where(name => name.EndsWith(".log", StringComparison.Ordinal))
                .Select(name => site.Files.OpenRead(Path.Combine(directory, name))))];
    }

    public string Name => "copying the same files in chunks of 512 KB";

    public void Read()
    {
        foreach (IFile file in _files)
        {
            for (long position = 0; file.Read(_chunk, position) is var read and > 0;)
            {
                position += read;
            }
        }
    }

    public void Dispose() => Array.ForEach(_files, file => file.Dispose());
}
