using System.Collections;
using System.Reflection;
using Streamiz.Kafka.Net;

namespace Kappa.StreamizHosting;

/// <summary>
/// The highest times that Streamiz' operators and stores have seen. Lateness goes by them, Streamiz keeps them in
/// fields alone, and a restart would begin them anew: so they are rows of Kappa's, and are set again.
/// </summary>
/// <remarks>
/// Found in the objects of a Streamiz that runs, by the names of their fields; a field is called by the way to it,
/// which is the same for the same topology.
/// </remarks>
internal sealed class StreamizTimes
{
    private static readonly string[] Names = ["observedStreamTime", "streamTime"];

    private readonly List<(string Name, object Owner, FieldInfo Field)> _found = [];
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>Finds them in a Streamiz that is ready for its first record, and stands still.</summary>
    /// <exception cref="KappaException">
    /// KAP1123: they are not where they were. KAP5162: an operator waits for the clock of the machine.
    /// </exception>
    public StreamizTimes(KafkaStream streamiz)
    {
        FieldInfo threads = typeof(KafkaStream).GetField("threads", BindingFlags.Instance | BindingFlags.NonPublic)
            ?? throw StreamizErrors.OtherRelease(typeof(KafkaStream).Assembly.GetName().Version!);
        Walk("", threads.GetValue(streamiz));
        if (_found.Count == 0) // There is one a task at least.
        {
            throw StreamizErrors.OtherRelease(typeof(KafkaStream).Assembly.GetName().Version!);
        }
    }

    /// <summary>Sets what is known.</summary>
    public void Set(IReadOnlyDictionary<string, long> known)
    {
        foreach ((string name, object owner, FieldInfo field) in _found)
        {
            if (known.TryGetValue(name, out long time))
            {
                field.SetValue(owner, time);
            }
        }
    }

    /// <summary>Reads them as they are now.</summary>
    public IEnumerable<(string Name, long TimeMs)> Read() =>
        _found.Select(time => (time.Name, (long)time.Field.GetValue(time.Owner)!));

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
        if (field.FieldType == typeof(long) && Names.Contains(field.Name))
        {
            _found.Add((path, owner, field));
        }
        else if (field.Name == "systemTimePunctuationQueue" && field.GetValue(owner) is ICollection { Count: > 0 })
        {
            throw StreamizErrors.WallClock();
        }
        else if (!field.FieldType.IsValueType)
        {
            Walk(path, field.GetValue(owner));
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
