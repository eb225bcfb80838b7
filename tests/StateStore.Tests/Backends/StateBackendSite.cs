using System.Buffers;
using System.Text;

namespace Kappa.StateStores.Tests;

/// <summary>A backend in a directory of its own, and what tests do with it.</summary>
public abstract class StateBackendSite : IDisposable
{
    private protected ScratchDirectory Scratch { get; } = new();

    private protected static readonly string[] Stores = ["counts", "default", "totals"];

    private protected abstract IStateBackend Open();

    public virtual void Dispose()
    {
        Scratch.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    private protected static void Write(IStateBackend backend, string position, Action<StateBatch> fill)
    {
        StateBatch batch = backend.BeginBatch();
        fill(batch);
        backend.Write(batch, Encoding.UTF8.GetBytes(position));
    }

    private protected static void Put(StateBatch batch, int store, string key, string value, long timestampMs) =>
        batch.Put(store, Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value), timestampMs);

    private protected static (string Value, long TimestampMs)? Get(IStateBackend backend, int store, string key)
    {
        ArrayBufferWriter<byte> value = new();
        return backend.Store(store).TryGet(Encoding.UTF8.GetBytes(key), value, out long timestampMs)
            ? (Encoding.UTF8.GetString(value.WrittenSpan), timestampMs)
            : null;
    }

    private protected static List<string> Rows(IStateSnapshot snapshot, int store, string from = "")
    {
        List<string> rows = [];
        using IRowCursor cursor = snapshot.Scan(store, Encoding.UTF8.GetBytes(from));
        while (cursor.MoveNext())
        {
            string key = Encoding.UTF8.GetString(cursor.Key);
            rows.Add($"{key}={Encoding.UTF8.GetString(cursor.Value)}@{cursor.TimestampMs}");
        }

        return rows;
    }
}
