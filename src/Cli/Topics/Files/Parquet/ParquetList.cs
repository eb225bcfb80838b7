using System.Text.Json;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>A repeated field: a list.</summary>
internal sealed class ParquetList(Field field, ParquetNode item) : ParquetNode
{
    private readonly int _definition = field.MaxDefinitionLevel;
    private readonly int _repetition = field.MaxRepetitionLevel;

    public override int Definition => item.Definition;

    public override int Repetition => item.Repetition;

    public override void Write(Utf8JsonWriter writer)
    {
        if (Definition < _definition - 1)
        {
            writer.WriteNullValue();
            Pass();
            return;
        }

        writer.WriteStartArray();
        if (Definition < _definition)
        {
            Pass(); // It is there, and empty.
        }
        else
        {
            do
            {
                item.Write(writer);
            }
            while (item.Repetition == _repetition);
        }

        writer.WriteEndArray();
    }

    public override void Pass() => item.Pass();
}
