using System.Buffers.Binary;
using System.Text;
using Kappa.Interpreter;

namespace Kappa.Simulation.Tests;

/// <summary>
/// Draws records: late and early ones, many at one time, without a key, without a value, of 1970 and 2099.
/// </summary>
internal sealed class RecordDraw(Random random, SimulatedClock clock)
{
    private const long HourMs = 3_600_000;
    private const long Year2099 = 4_070_908_800_000;

    private readonly int _keys = random.Next(1, 12);
    private readonly int _jitter = new[] { 0, 1, 20, 500, 5_000 }[random.Next(5)];
    private readonly int _grain = new[] { 1, 1, 100, 1_000 }[random.Next(4)];
    private readonly bool _isOdd = random.Next(3) == 0;
    private int _number;

    /// <summary>A record for a topic, and the partition that it belongs to.</summary>
    public SourceRecord Next(DrawnSource source)
    {
        byte[]? key = random.Next(25) == 0 ? null : Encoding.UTF8.GetBytes($"k{random.Next(_keys)}");
        int partition = key is null ? random.Next(source.Partitions) : Partitioner.Of(key, source.Partitions);
        bool hasValue = random.Next(source.IsTable ? 5 : 25) > 0;
        return new SourceRecord(source.Topic, partition, -1, key, hasValue ? Value(source) : null, Time());
    }

    private byte[] Value(DrawnSource source)
    {
        _number++;
        if (!source.HasNumbers)
        {
            return Encoding.UTF8.GetBytes($"{(char)('a' + random.Next(5))}{_number}");
        }

        byte[] number = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, _number);
        return number;
    }

    private long Time()
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        long time = now + (_jitter == 0 ? 0 : random.NextInt64(-_jitter, _jitter + 1));
        return Math.Max(0, (_isOdd ? random.Next(16) : -1) switch
        {
            0 => 0,
            1 => Year2099,
            2 => time + HourMs + random.Next(-1, 2),
            3 => time - HourMs,
            4 => time + (2 * HourMs),
            5 => now + HourMs + random.NextInt64(-_jitter, _jitter + 1),
            _ => time / _grain * _grain,
        });
    }
}
