namespace Kappa;

/// <summary>Where the schemas of messages in Confluent's wire format are.</summary>
/// <remarks>
/// Thread-safe. Serdes ask once for each id and keep the answer. They ask from the thread that processes, which waits:
/// an implementation that keeps what it learned in a file lets replays run without the registry.
/// </remarks>
public interface ISchemaRegistry
{
    /// <summary>Finds a schema.</summary>
    /// <param name="id">The id of a message.</param>
    /// <returns>The schema; null where the registry answers that it has none.</returns>
    /// <exception cref="KappaException">The registry cannot be asked now.</exception>
    RegisteredSchema? Find(int id);

    /// <summary>The id of a schema under a subject, which is registered where it is not known.</summary>
    /// <param name="subject">Subject, by convention <c>TOPIC-value</c> or <c>TOPIC-key</c>.</param>
    /// <param name="format">What it is written in.</param>
    /// <param name="schema">The schema.</param>
    /// <returns>The id: the same for the same arguments, also tomorrow.</returns>
    /// <exception cref="KappaException">The registry refuses it, or cannot be asked now.</exception>
    int IdOf(string subject, SchemaFormat format, string schema);
}
