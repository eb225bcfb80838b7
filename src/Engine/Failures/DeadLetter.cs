using System.Globalization;
using System.Text;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>A record on its way to a topic of dead letters: as it was, with headers that say why it is there.</summary>
/// <param name="Key">Its key; null for none.</param>
/// <param name="Value">Its value; null for none.</param>
/// <param name="Headers">Its headers and ours, in Kafka's coding.</param>
/// <param name="TimestampMs">Its timestamp, milliseconds since 1970.</param>
internal sealed record DeadLetter(byte[]? Key, byte[]? Value, byte[] Headers, long TimestampMs)
{
    /// <summary>Reads the record again.</summary>
    public static DeadLetter Of(ILog log, Topology topology, FailureNote note)
    {
        using var cursor = new RecordCursor(log.OpenReader(note.Source, note.Offset));
        if (!cursor.MoveNext(note.Offset + 1))
        {
            throw EngineErrors.RecordsLost(topology, note.Source, note.Offset, log.Offsets(note.Source).LastStable);
        }

        return new DeadLetter(
            cursor.HasKey ? cursor.Key.ToArray() : null, cursor.HasValue ? cursor.Value.ToArray() : null,
            HeadersOf(topology, note, cursor.Headers), Math.Max(0, cursor.TimestampMs));
    }

    private static byte[] HeadersOf(Topology topology, FailureNote note, ReadOnlySpan<byte> headers)
    {
        (string Name, string Value)[] added =
        [
            ("topology", topology.Name),
            ("version", topology.Version.ToString(CultureInfo.InvariantCulture)),
            ("topic", note.Source.Topic),
            ("partition", note.Source.Partition.ToString(CultureInfo.InvariantCulture)),
            ("offset", note.Offset.ToString(CultureInfo.InvariantCulture)),
            ("task", note.Task),
            ("stage", note.Stage.ToString().ToLowerInvariant()),
            ("error", note.Error),
        ];
        var reader = new ByteReader(headers, "headers");
        long count = headers.IsEmpty ? 0 : reader.Signed();
        var writer = new ByteWriter();
        writer.Signed(count + added.Length);
        writer.Bytes(headers.IsEmpty ? [] : reader.Rest());
        foreach ((string name, string value) in added)
        {
            AddText(writer, $"kappa.failure.{name}");
            AddText(writer, value);
        }

        return writer.Written.ToArray();
    }

    private static void AddText(ByteWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Signed(bytes.Length);
        writer.Bytes(bytes);
    }
}
