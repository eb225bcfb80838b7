using System.Collections;
using System.Reflection;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Processors;

namespace Kappa.StreamizHosting;

/// <summary>
/// What operators and stores of Streamiz keep in fields alone: the highest times they have seen, by which lateness
/// goes, the numbers that tell rows of one key and time apart, when a schedule was last called. A restart would begin
/// them anew, so they are rows of Kappa's, and are set again.
/// </summary>
/// <remarks>
/// Found in the objects of a Streamiz that runs, by the names of their fields (<see cref="StreamizInternals"/>); a
/// field is called by the way to it, which is the same for the same topology.
/// </remarks>
internal sealed class StreamizFields
{
    private readonly List<(string Name, object Owner, FieldInfo Field)> _found = [];
    private readonly List<IStateStore> _buffers = []; // They write their changelog when they are told to.
    private readonly List<ICollection> _queues = []; // Of schedules.
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>Finds them in a Streamiz that is ready for its first record, and stands still.</summary>
    /// <exception cref="KappaException">KAP5162: an operator waits for the clock of the machine.</exception>
    public StreamizFields(KafkaStream streamiz) => Walk("", StreamizInternals.Threads.GetValue(streamiz));

    /// <summary>Sets what is known.</summary>
    public void Set(IReadOnlyDictionary<string, long> known)
    {
        foreach ((string name, object owner, FieldInfo field) in _found)
        {
            if (known.TryGetValue(name, out long value))
            {
                field.SetValue(owner, Type.GetTypeCode(field.FieldType) switch
                {
                    TypeCode.Int32 => (int)value,
                    TypeCode.Boolean => value != 0,
                    _ => value,
                });
            }
        }
    }

    /// <summary>Reads them as they are now.</summary>
    public IEnumerable<(string Name, long Value)> Read() =>
        _found.Select(found => (found.Name, found.Field.GetValue(found.Owner) switch
        {
            int number => number,
            bool isTrue => isTrue ? 1L : 0L,
            object number => (long)number,
            null => 0L,
        }));

    /// <summary>Lets what is held back write to its changelog, which Streamiz does when it commits.</summary>
    public void FlushBuffers()
    {
        foreach (IStateStore buffer in _buffers)
        {
            buffer.Flush();
        }
    }

    /// <summary>Sees to it that no schedule has come since the start.</summary>
    /// <exception cref="KappaException">KAP5163: one has; after a restart nobody would schedule it again.</exception>
    public void CheckSchedules()
    {
        foreach (ICollection queue in _queues)
        {
            foreach (object schedule in queue)
            {
                if (!_seen.Contains(schedule))
                {
                    throw StreamizErrors.ScheduledLate();
                }
            }
        }
    }

    private void Walk(string path, object? value)
    {
        if (value is null or string or Delegate || value.GetType().IsValueType || !_seen.Add(value))
        {
            return;
        }

        if (value is IEnumerable items && !IsOfStreamiz(value.GetType()))
        {
            int index = 0;
            foreach (object? item in items)
            {
                Walk($"{path}.{index++}", item is DictionaryEntry entry ? entry.Value : Unpaired(item));
            }

            return;
        }

        if (value is IStateStore store && StreamizInternals.IsBuffer(value.GetType()))
        {
            _buffers.Add(store);
        }

        for (Type? type = value.GetType(); IsOfStreamiz(type); type = type!.BaseType)
        {
            foreach (FieldInfo field in type!.GetFields(
                BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            {
                Visit($"{path}.{field.Name}", value, field);
            }
        }
    }

    private void Visit(string path, object owner, FieldInfo field)
    {
        if (StreamizInternals.IsKept(field))
        {
            _found.Add((path, owner, field));
        }
        else if (!field.FieldType.IsValueType)
        {
            object? value = field.GetValue(owner);
            if (StreamizInternals.IsOfSchedules(field, out bool byClock))
            {
                var queue = (ICollection)value!;
                _queues.Add(byClock && queue.Count > 0 ? throw StreamizErrors.WallClock() : queue);
            }

            Walk(path, value);
        }
    }

    private static object? Unpaired(object? item) =>
        item?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            ? type.GetProperty("Value")!.GetValue(item) : item;

    private static bool IsOfStreamiz(Type? type) => type is { IsArray: false, Namespace: { } name }
        && name.StartsWith("Streamiz.Kafka.Net", StringComparison.Ordinal)
        && !name.StartsWith("Streamiz.Kafka.Net.Metrics", StringComparison.Ordinal)
        && !typeof(IStreamConfig).IsAssignableFrom(type);
}
