using System.Buffers;

namespace Kappa;

/// <summary>What stands behind the id of a schema in a message.</summary>
/// <remarks>Thread-safe.</remarks>
internal interface ISchemaCoding<T> : IJsonForm<T>
{
    /// <summary>What its schemas are written in.</summary>
    SchemaFormat Format { get; }

    /// <summary>The schema that it writes with.</summary>
    string Schema { get; }

    /// <summary>Name of the serde without a registry.</summary>
    string Name { get; }

    void Write(T value, IBufferWriter<byte> writer);

    /// <summary>What reads messages of a schema.</summary>
    /// <param name="schema">A schema of this format.</param>
    /// <param name="serde">Name of the serde, for errors.</param>
    /// <exception cref="KappaException">KAP1106: it cannot read them.</exception>
    SchemaReader<T> ReaderOf(RegisteredSchema schema, string serde);
}
