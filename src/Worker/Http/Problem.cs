using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kappa.Logs;
using Kappa.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Kappa.Worker;

/// <summary>
/// Writes errors as <c>application/problem+json</c>, with all that a command needs to print them as its own.
/// </summary>
internal static class Problem
{
    private const string ContentType = "application/problem+json";

    public static int StatusOf(KappaException error) => error switch
    {
        { Code: "KAP6204" } => StatusCodes.Status421MisdirectedRequest,
        { Code: "KAP6214" } => StatusCodes.Status413PayloadTooLarge,
        { Code: "KAP6217" } => StatusCodes.Status405MethodNotAllowed,
        { Code: "KAP5216" } or DiskFullException or IngestFullException => StatusCodes.Status503ServiceUnavailable,
        { ExitCode: ExitCodes.Usage } => StatusCodes.Status400BadRequest,
        { ExitCode: ExitCodes.NotFound } => StatusCodes.Status404NotFound,
        { ExitCode: ExitCodes.NotAllowed } => StatusCodes.Status401Unauthorized,
        { ExitCode: ExitCodes.Refused or ExitCodes.Mismatch } => StatusCodes.Status409Conflict,
        { ExitCode: ExitCodes.TimedOut } => StatusCodes.Status504GatewayTimeout,
        { ExitCode: ExitCodes.DiskFailure or ExitCodes.Fenced or ExitCodes.Unreachable } =>
            StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Answers with an error. Once the answer has begun, it becomes the last line of the stream.</summary>
    public static async Task SendAsync(HttpContext context, KappaException error)
    {
        int status = StatusOf(error);
        if (context.Response.HasStarted)
        {
            await using (var line = new Utf8JsonWriter(context.Response.BodyWriter, AnswerJson.Options))
            {
                line.WriteStartObject();
                line.WritePropertyName("problem");
                Write(line, error, status, context.Request.Path);
                line.WriteEndObject();
            }

            await context.Response.BodyWriter.WriteAsync("\n"u8.ToArray());
            return;
        }

        HttpResponse response = context.Response;
        response.Headers.Location = default; // Of the answer that was begun.
        if (error.ExitCode == ExitCodes.NotAllowed)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        ReadOnlyMemory<byte> json = ToJson(error, status, context.Request.Path);
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = json.Length;
        await response.BodyWriter.WriteAsync(json);
    }

    /// <summary>The whole answer, for where there is no request yet.</summary>
    public static byte[] ToHttp(KappaException error, int status)
    {
        ReadOnlyMemory<byte> json = ToJson(error, status, instance: null);
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}\r\nContent-Length: {json.Length}\r\n" +
            $"Connection: close\r\nContent-Type: {ContentType}\r\nX-Content-Type-Options: nosniff\r\n" +
            $"Cache-Control: no-store\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. json.Span];
    }

    private static ReadOnlyMemory<byte> ToJson(KappaException error, int status, string? instance)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, AnswerJson.Options))
        {
            Write(writer, error, status, instance);
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, KappaException error, int status, string? instance)
    {
        writer.WriteStartObject();
        writer.WriteString("type", $"https://kappa.dev/errors#{error.Code}");
        writer.WriteString("title", FirstSentence(error.Message));
        writer.WriteNumber("status", status);
        writer.WriteString("detail", error.Message);
        if (instance is not null)
        {
            writer.WriteString("instance", instance);
        }

        writer.WriteString("code", error.Code);
        writer.WriteNumber("exitCode", error.ExitCode);
        if (error is RecordLineException line)
        {
            writer.WriteNumber("line", line.Line);
            writer.WriteNumber("acknowledged", line.Acknowledged);
        }
        else if (error is IngestFullException full)
        {
            writer.WriteNumber("acknowledged", full.Acknowledged);
        }

        else if (error is DumpRowException rows)
        {
            WriteRows(writer, rows);
        }

        writer.WriteStartArray("remedies");
        foreach (Remedy remedy in error.Remedies)
        {
            writer.WriteStartObject();
            writer.WriteString("does", remedy.Does);
            writer.WriteString("command", remedy.Command);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The detail in pieces: the places of rows stand between the texts.</summary>
    private static void WriteRows(Utf8JsonWriter writer, DumpRowException rows)
    {
        writer.WriteStartArray("texts");
        foreach (string text in rows.Texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("places");
        foreach (long place in rows.Places)
        {
            writer.WriteNumberValue(place);
        }

        writer.WriteEndArray();
    }

    private static string FirstSentence(string message) =>
        message.IndexOf(". ", StringComparison.Ordinal) is var end and > 0 ? message[..(end + 1)] : message;
}
