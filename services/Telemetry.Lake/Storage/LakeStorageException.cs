namespace Telemetry.Lake.Storage;

/// <summary>The lake's storage refused or could not be reached. Trying again may help.</summary>
public sealed class LakeStorageException(string message, Exception? innerException = null) : Exception(message, innerException);
