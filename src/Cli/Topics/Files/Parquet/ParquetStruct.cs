using System.Text.Json;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>A group of fields: an object.</summary>
internal sealed class ParquetStruct(StructField field, ParquetNode[] fields) : ParquetNode
{
    private readonly int _definition = field.MaxDefinitionLevel;
    private readonly JsonEncodedText[] _names = ParquetRecords.Names(field.Fields);

    public override int Definition => fields[0].Definition;

    public override int Repetition => fields[0].Repetition;

    public override void Write(Utf8JsonWriter writer)
    {
        if (Definition < _definition)
        {
            writer.WriteNullValue();
            Pass();
            return;
        }

        writer.WriteStartObject();
        for (int i = 0; i < fields.Length; i++)
        {
            writer.WritePropertyName(_names[i]);
            fields[i].Write(writer);
        }

        writer.WriteEndObject();
    }

    public override void Pass()
    {
        foreach (ParquetNode inner in fields)
        {
            inner.Pass();
        }
    }
}
