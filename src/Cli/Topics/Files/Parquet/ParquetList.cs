using System.Text.Json;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>A repeated field: a list.</summary>
internal sealed class ParquetList(Field field, ParquetNode item) : ParquetRepeated(field, item)
{
    public override void Pass() => First.Pass();

    protected override void Begin(Utf8JsonWriter writer) => writer.WriteStartArray();

    protected override void WriteItem(Utf8JsonWriter writer) => First.Write(writer);

    protected override void End(Utf8JsonWriter writer) => writer.WriteEndArray();
}
