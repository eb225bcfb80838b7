using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Kappa.Building;

/// <summary>The serde of each type where the user names none.</summary>
internal sealed class DefaultSerdes
{
    private readonly Dictionary<Type, object> _known = new()
    {
        [typeof(string)] = Serdes.String,
        [typeof(int)] = Serdes.Int32,
        [typeof(long)] = Serdes.Int64,
        [typeof(double)] = Serdes.Double,
        [typeof(Guid)] = Serdes.Guid,
        [typeof(byte[])] = Serdes.Bytes,
        [typeof(int?)] = Serdes.Nullable(Serdes.Int32),
        [typeof(long?)] = Serdes.Nullable(Serdes.Int64),
        [typeof(double?)] = Serdes.Nullable(Serdes.Double),
        [typeof(Guid?)] = Serdes.Nullable(Serdes.Guid),
    };

    private readonly List<JsonSerializerContext> _contexts = [];
    private bool _usesReflection;

    public void Add(JsonSerializerContext context)
    {
        if (_usesReflection)
        {
            throw TopologyErrors.JsonTooLate();
        }

        _contexts.Add(context);
    }

    public ISerde<T> For<T>()
    {
        if (!_known.TryGetValue(typeof(T), out object? serde))
        {
            _known.Add(typeof(T), serde = Json<T>());
        }

        return (ISerde<T>)serde;
    }

    private ISerde<T> Json<T>()
    {
        foreach (JsonSerializerContext context in _contexts)
        {
            if (context.GetTypeInfo(typeof(T)) is JsonTypeInfo<T> known)
            {
                return Serdes.Json(known);
            }
        }

        _usesReflection = true;
        return Serdes.Json<T>();
    }
}
