using System.Text;

namespace Kappa.Engine;

/// <summary>That a version passes a record over, and why; a record of the topic of failures.</summary>
/// <param name="Version">Number of the version.</param>
/// <param name="Source">The source partition of the record.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Task">The task that failed on it; empty where somebody has noted it by hand.</param>
/// <param name="Stage">What could not be done.</param>
/// <param name="Topic">The topic that it was to go to; empty for none.</param>
/// <param name="Error">What was thrown, or the reason that was given by hand.</param>
public sealed record FailureNote(
    int Version, TopicPartition Source, long Offset, string Task, FailureStage Stage, string Topic, string Error)
{
    private const byte Format = 1;
    private const int MostErrorChars = 1_000;

    /// <summary>Key of the note: what it says of a record replaces what another one said of it.</summary>
    internal byte[] Key() => Encoding.UTF8.GetBytes($"v{Version} {Source}@{Offset}");

    /// <summary>
    /// Codes it: version byte, version, topic, partition, offset, task, stage, topic of the dead letter, error.
    /// </summary>
    internal void Write(ByteWriter writer)
    {
        writer.Byte(Format);
        writer.Varint(Version);
        writer.Text(Source.Topic);
        writer.Varint(Source.Partition);
        writer.Varint(Offset);
        writer.Text(Task);
        writer.Byte((byte)Stage);
        writer.Text(Topic);
        writer.Text(Error.Length > MostErrorChars ? Error[..MostErrorChars] : Error);
    }

    internal static FailureNote Read(ReadOnlySpan<byte> data, string what)
    {
        var reader = new ByteReader(data, what);
        reader.ExpectVersion(Format);
        return new FailureNote(
            reader.CountUpTo(int.MaxValue), new TopicPartition(reader.Text(), reader.CountUpTo(int.MaxValue)),
            reader.Long(), reader.Text(), (FailureStage)reader.CountUpTo((int)FailureStage.Serializing),
            reader.Text(), reader.Text());
    }
}
