using System.Buffers;
using System.Text.Json;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>A map: an object, whose names are the keys as text.</summary>
internal sealed class ParquetMap(MapField field, ParquetNode key, ParquetNode value) : ParquetRepeated(field, key)
{
    private readonly ArrayBufferWriter<byte> _key = new();

    public override void Pass()
    {
        First.Pass();
        value.Pass();
    }

    protected override void Begin(Utf8JsonWriter writer) => writer.WriteStartObject();

    protected override void WriteItem(Utf8JsonWriter writer)
    {
        writer.WritePropertyName(KeyText());
        value.Write(writer);
    }

    protected override void End(Utf8JsonWriter writer) => writer.WriteEndObject();

    private string KeyText()
    {
        _key.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_key))
        {
            First.Write(writer);
        }

        JsonElement json = JsonElement.Parse(_key.WrittenSpan);
        return json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
    }
}
