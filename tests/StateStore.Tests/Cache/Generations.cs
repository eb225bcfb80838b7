using System.Buffers.Binary;

namespace Kappa.StateStores.Tests;

/// <summary>Writes in which every row holds the number of the write, so that a mix of two shows.</summary>
internal static class Generations
{
    public static void Fill(StateBatch batch, int generation, int rowsPerStore, int rowBytes)
    {
        Span<byte> key = stackalloc byte[4];
        byte[] value = new byte[rowBytes];
        BinaryPrimitives.WriteInt32BigEndian(value, generation);
        for (int store = 0; store < 2; store++)
        {
            for (int row = 0; row < rowsPerStore; row++)
            {
                BinaryPrimitives.WriteInt32BigEndian(key, row);
                batch.Put(store, key, value, generation);
            }
        }
    }

    /// <summary>Checks that all rows are of one write, and gives its number; 0 for none.</summary>
    public static int Check(IStateSnapshot snapshot, int rowsPerStore)
    {
        HashSet<int> generations = [];
        int rows = 0;
        for (int store = 0; store < 2; store++)
        {
            using IRowCursor cursor = snapshot.Scan(store, []);
            while (cursor.MoveNext())
            {
                generations.Add(BinaryPrimitives.ReadInt32BigEndian(cursor.Value));
                rows++;
            }
        }

        if (rows == 0) { return 0; }
        Assert.Equal(2 * rowsPerStore, rows);
        return Assert.Single(generations);
    }
}
