// google.rpc.Status, read with the well-known types' field numbers (google/rpc/status.proto, error_details.proto).
import protobuf from 'protobufjs';

const types = protobuf.parse(`
  syntax = "proto3";
  message Any { string type_url = 1; bytes value = 2; }
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message BadRequest { message FieldViolation { string field = 1; string description = 2; } repeated FieldViolation field_violations = 1; }
  message Duration { int64 seconds = 1; int32 nanos = 2; }
  message RetryInfo { Duration retry_delay = 1; }
  message QuotaFailure { message Violation { string subject = 1; string description = 2; } repeated Violation violations = 1; }
  message ResourceInfo { string resource_type = 1; string resource_name = 2; string owner = 3; string description = 4; }
  message RequestInfo { string request_id = 1; string serving_data = 2; }
`).root;

/** One detail, by its type's full name. */
export function readErrorDetail(typeName, value) {
  const type = types.lookupType(typeName.replace('google.rpc.', ''));
  return type.toObject(type.decode(value), {longs: Number});
}

/** The value of the trailer grpc-status-details-bin, its details by type name. */
export function readStatus(bytes) {
  const {code, message, details = []} = readErrorDetail('google.rpc.Status', bytes);
  const named = details.map(({typeUrl, value}) => {
    const name = typeUrl.replace('type.googleapis.com/', '');
    return [name.replace('google.rpc.', ''), readErrorDetail(name, value)];
  });
  return {code, message, details: Object.fromEntries(named)};
}
