using System.Text.Json;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>A field with any number of items; null and empty stay apart.</summary>
/// <param name="field">The field.</param>
/// <param name="first">What has its first column.</param>
internal abstract class ParquetRepeated(Field field, ParquetNode first) : ParquetNode
{
    private readonly int _definition = field.MaxDefinitionLevel;
    private readonly int _repetition = field.MaxRepetitionLevel;

    protected ParquetNode First => first;

    public override int Definition => first.Definition;

    public override int Repetition => first.Repetition;

    public override void Write(Utf8JsonWriter writer)
    {
        if (Definition < _definition - 1)
        {
            writer.WriteNullValue();
            Pass();
            return;
        }

        Begin(writer);
        if (Definition < _definition)
        {
            Pass(); // It is there, and empty.
        }
        else
        {
            do
            {
                WriteItem(writer);
            }
            while (Repetition == _repetition);
        }

        End(writer);
    }

    protected abstract void Begin(Utf8JsonWriter writer);

    protected abstract void WriteItem(Utf8JsonWriter writer);

    protected abstract void End(Utf8JsonWriter writer);
}
