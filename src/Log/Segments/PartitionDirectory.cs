using System.Globalization;
using System.Text;

namespace Kappa.Logs;

/// <summary>
/// The segment files in the directory of one partition, of Kappa's embedded log or of a Kafka broker.
/// </summary>
/// <remarks>
/// For looking at files, not for reading a log that is open: it shows what is in the files, also what was not
/// committed.
/// It changes nothing, so a log or a broker may go on beside it.
/// </remarks>
public sealed class PartitionDirectory
{
    private const string Suffix = ".log";
    private const string StartOffsets = "log-start-offset-checkpoint"; // A broker's, beside the partitions.

    private readonly IFileSystem _files;

    private PartitionDirectory(IFileSystem files, string path, SegmentFile[] segments)
    {
        _files = files;
        Path = path;
        Segments = segments;
    }

    /// <summary>Path of the directory.</summary>
    public string Path { get; }

    /// <summary>The segments, ordered by their offsets; one at least.</summary>
    public IReadOnlyList<SegmentFile> Segments { get; }

    /// <summary>
    /// First offset that counts: that of the first segment, or what a broker noted as the start of the log.
    /// </summary>
    /// <remarks>Kappa notes its own in the journal, which only an open log reads.</remarks>
    public long StartOffset { get; private init; }

    /// <summary>Looks at a directory.</summary>
    /// <param name="files">The files; <see cref="DiskFileSystem.Instance"/> for a disk.</param>
    /// <param name="path">The directory: <c>TOPIC-PARTITION</c>.</param>
    /// <exception cref="KappaException">KAP2206 (exit 3): there is no segment file in it.</exception>
    public static PartitionDirectory Open(IFileSystem files, string path)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentException.ThrowIfNullOrEmpty(path);
        SegmentFile[] segments = [.. files.List(path)
            .Select(name => TryOffset(name) is { } offset ? Look(files, System.IO.Path.Combine(path, name), offset)
                : null)
            .OfType<SegmentFile>().OrderBy(segment => segment.BaseOffset)];
        return segments.Length == 0
            ? throw LogErrors.NoSegments(path)
            : new PartitionDirectory(files, path, segments)
            {
                StartOffset = Math.Max(segments[0].BaseOffset, ReadStart(files, path)),
            };
    }

    /// <summary>Opens one of the segments.</summary>
    /// <param name="segment">One of <see cref="Segments"/>.</param>
    public SegmentReader OpenSegment(SegmentFile segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return new SegmentReader(_files.OpenRead(segment.Path), segment.BaseOffset);
    }

    /// <summary>Opens a reader of all segments, in the order of offsets.</summary>
    /// <param name="offset">First offset to read.</param>
    /// <param name="isolation">
    /// Whether records of open and aborted transactions are left out; for that all batches are looked at first.
    /// </param>
    /// <exception cref="KappaException">KAP2201 (exit 74): damage; file, byte and offset.</exception>
    public PartitionDirectoryReader OpenReader(long offset, ReadIsolation isolation = ReadIsolation.Committed) =>
        new(this, Math.Max(offset, StartOffset), isolation);

    private static long? TryOffset(string name) =>
        name.EndsWith(Suffix, StringComparison.Ordinal) && long.TryParse(
            name.AsSpan(0, name.Length - Suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture,
            out long offset)
            ? offset
            : null;

    private static SegmentFile Look(IFileSystem files, string path, long baseOffset)
    {
        using IFile file = files.OpenRead(path);
        return new SegmentFile(path, baseOffset, file.Length);
    }

    /// <summary>Reads where a broker says that the log of the partition begins; 0 where it says nothing.</summary>
    private static long ReadStart(IFileSystem files, string path)
    {
        string full = System.IO.Path.TrimEndingDirectorySeparator(path);
        string name = System.IO.Path.GetFileName(full);
        string checkpoint = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(full) ?? "", StartOffsets);
        int dash = name.LastIndexOf('-');
        if (dash < 1 || !files.FileExists(checkpoint))
        {
            return 0;
        }

        using IFile file = files.OpenRead(checkpoint);
        byte[] bytes = new byte[file.Length];
        int read = file.Read(bytes, 0);
        string line = $"{name[..dash]} {name[(dash + 1)..]} ";
        string? found = Encoding.UTF8.GetString(bytes, 0, read).Split('\n')
            .FirstOrDefault(text => text.StartsWith(line, StringComparison.Ordinal));
        return found is not null && long.TryParse(
            found.AsSpan(line.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
            ? offset
            : 0;
    }
}
