namespace Kappa.Logs;

/// <summary>What every part of one embedded log shares.</summary>
/// <param name="Files">The files.</param>
/// <param name="Root">The log's directory.</param>
/// <param name="Options">The settings.</param>
/// <param name="Time">The clock, for the timestamps of control records and the sync interval only.</param>
internal sealed record LogContext(IFileSystem Files, string Root, EmbeddedLogOptions Options, TimeProvider Time)
{
    /// <summary>What the log has done.</summary>
    public LogMeter Meter { get; } = new();

    public string JournalDirectory => Path.Combine(Root, "journal");

    public string TopicsDirectory => Path.Combine(Root, "topics");

    public string FormatFile => Path.Combine(Root, "format");

    public string PartitionDirectory(TopicPartition partition) =>
        Path.Combine(Root, $"{partition.Topic}-{partition.Partition}");

    /// <summary>Writes a small file so that it is there whole or not at all, also after a power cut.</summary>
    public void WriteDurably(string directory, string name, ReadOnlySpan<byte> bytes)
    {
        string temporary = Path.Combine(directory, "~" + name);
        using (IFile file = Files.Open(temporary))
        {
            file.SetLength(0);
            file.Write(bytes, 0);
            file.Sync();
        }

        Files.Rename(temporary, Path.Combine(directory, name));
        Files.SyncDirectory(directory);
    }

    public byte[]? TryReadAll(string path)
    {
        if (!Files.FileExists(path))
        {
            return null;
        }

        using IFile file = Files.Open(path);
        byte[] bytes = new byte[file.Length];
        int read = file.Read(bytes, 0);
        return bytes[..read];
    }
}
