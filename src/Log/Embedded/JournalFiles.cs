using System.Globalization;

namespace Kappa.Logs;

/// <summary>The journal files that a log was left with.</summary>
internal sealed class JournalFiles(LogContext context)
{
    private const string Suffix = ".journal";

    private string? _chosen;

    /// <summary>Number of the next file, beyond all there are.</summary>
    public long NextSequence { get; private set; } = 1;

    /// <summary>Where the records of the file that was chosen end.</summary>
    public long End { get; set; }

    /// <summary>Chooses the newest file that begins with a complete checkpoint; null in a log that is new.</summary>
    public JournalFile? Choose(bool hasTopics)
    {
        List<string> names = [.. context.Files.List(context.JournalDirectory)
            .Where(name => name.EndsWith(Suffix, StringComparison.Ordinal))];
        for (int i = names.Count - 1; i >= 0; i--)
        {
            string path = Path.Combine(context.JournalDirectory, names[i]);
            long sequence = long.Parse(Path.GetFileNameWithoutExtension(names[i]), CultureInfo.InvariantCulture);
            NextSequence = Math.Max(NextSequence, sequence + 1);
            byte[] bytes = context.TryReadAll(path)!;
            if (JournalDecoder.TryRecord(bytes, 0, out ReadOnlySpan<byte> body))
            {
                CheckVersion(path, body);
                _chosen = path;
                return new JournalFile(path, bytes);
            }

            // A roll that was cut short leaves a file without a whole checkpoint; nothing follows it.
            if (JournalDecoder.IsFollowedBySynced(bytes, 0))
            {
                throw LogErrors.JournalDamaged(path, 0, "the checkpoint does not match its checksum");
            }
        }

        return hasTopics ? throw LogErrors.JournalMissing(context.JournalDirectory) : null;
    }

    /// <summary>Makes the file that was chosen durable.</summary>
    public void SyncChosen()
    {
        if (_chosen is not null)
        {
            using IFile file = context.Files.Open(_chosen);
            file.Sync();
            context.Files.SyncDirectory(context.JournalDirectory);
        }
    }

    /// <summary>Gives back the room that the file that was chosen holds beyond its records.</summary>
    public void MakeRoom()
    {
        if (_chosen is not null)
        {
            using IFile file = context.Files.Open(_chosen);
            file.SetLength(End);
        }
    }

    public static void CheckVersion(string path, ReadOnlySpan<byte> body)
    {
        byte newest = (JournalKind)body[1] == JournalKind.Checkpoint
            ? JournalEncoder.CheckpointVersion
            : JournalEncoder.Version;
        if (body[0] < JournalEncoder.Version || body[0] > newest)
        {
            throw LogErrors.UnknownFormat(path, $"record version {body[0]}", $"record version {newest}");
        }
    }
}
