using System.Buffers;
using System.Text;
using System.Text.Json;
using Kappa.Snapshots;
using Kappa.Worker;
using Npgsql;

namespace Kappa.Cli;

/// <summary>Reads the rows of a query as JSON lines. In memory is one row at a time.</summary>
/// <param name="database">The database; it stays the caller's.</param>
/// <param name="sql">The query.</param>
/// <param name="isTyped">Whether a user has typed it, so that messages show where in it an error is.</param>
/// <param name="estimate">About how many rows there are; null where nobody knows.</param>
internal sealed class PostgresRecords(PostgresDatabase database, string sql, bool isTyped, double? estimate)
    : IRecordSource
{
    private const int PauseBytes = 256 << 10;

    private readonly ArrayBufferWriter<byte> _line = new();
    private long _row;

    public string Unit => "row";

    public double? Share => estimate is { } rows ? Math.Min(_row / rows, 0.99) : null;

    /// <exception cref="KappaException">
    /// KAP8034: the query is wrong. KAP8035: it writes. KAP8036: the connection broke. KAP8037: it gives no table.
    /// </exception>
    public async Task ReadAsync(ILineSink sink, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.Query(sql);
        try
        {
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            try
            {
                await ReadAsync(reader, PostgresColumn.Of(reader), sink, cancellationToken);
            }
            catch (Exception error) when (error is not (NpgsqlException or OperationCanceledException))
            {
                command.Cancel(); // Else the rest would be read to be dropped.
                throw;
            }
        }
        catch (NpgsqlException error)
        {
            throw PostgresErrors.Query(database.Address, error, isTyped ? sql : null, _row);
        }
    }

    /// <summary>A row is taken whole from the net: it becomes one line anyway, and the wait can be ended.</summary>
    private async Task ReadAsync(
        NpgsqlDataReader reader, PostgresColumn[] columns, ILineSink sink, CancellationToken cancellationToken)
    {
        await using var writer = new Utf8JsonWriter(_line, AnswerJson.Options);
        for (int pending = 0; await reader.ReadAsync(cancellationToken);)
        {
            _row++;
            WriteRow(reader, columns, writer);
            sink.Add(_row, _line.WrittenSpan);
            pending += _line.WrittenCount;
            if (pending >= PauseBytes)
            {
                pending = 0;
                await sink.PauseAsync(cancellationToken);
            }
        }

        await sink.PauseAsync(cancellationToken);
    }

    private void WriteRow(NpgsqlDataReader reader, PostgresColumn[] columns, Utf8JsonWriter writer)
    {
        _line.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
        for (int i = 0; i < columns.Length; i++)
        {
            writer.WritePropertyName(columns[i].Name);
            if (reader.IsDBNull(i))
            {
                writer.WriteNullValue();
            }
            else
            {
                columns[i].Write(writer, Text(reader, i));
            }
        }

        writer.WriteEndObject();
        writer.Flush();
    }

    private string Text(NpgsqlDataReader reader, int column)
    {
        try
        {
            return reader.GetString(column);
        }
        catch (DecoderFallbackException error)
        {
            throw SnapshotErrors.BrokenRow(
                $"row {_row}",
                $"has bytes in column '{reader.GetName(column)}' that are no UTF-8: the database does not know the " +
                "encoding of its texts. Convert them in the query, such as with convert_from(..., 'LATIN1').", error);
        }
    }
}
