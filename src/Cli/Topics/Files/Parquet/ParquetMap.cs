using System.Buffers;
using System.Text.Json;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>A map: an object, whose names are the keys as text.</summary>
internal sealed class ParquetMap(MapField field, ParquetNode key, ParquetNode value) : ParquetNode
{
    private readonly int _definition = field.MaxDefinitionLevel;
    private readonly int _repetition = field.MaxRepetitionLevel;
    private readonly ArrayBufferWriter<byte> _key = new();

    public override int Definition => key.Definition;

    public override int Repetition => key.Repetition;

    public override void Write(Utf8JsonWriter writer)
    {
        if (Definition < _definition - 1)
        {
            writer.WriteNullValue();
            Pass();
            return;
        }

        writer.WriteStartObject();
        if (Definition < _definition)
        {
            Pass(); // It is there, and empty.
        }
        else
        {
            do
            {
                writer.WritePropertyName(KeyText());
                value.Write(writer);
            }
            while (key.Repetition == _repetition);
        }

        writer.WriteEndObject();
    }

    public override void Pass()
    {
        key.Pass();
        value.Pass();
    }

    private string KeyText()
    {
        _key.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_key))
        {
            key.Write(writer);
        }

        JsonElement json = JsonElement.Parse(_key.WrittenSpan);
        return json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
    }
}
